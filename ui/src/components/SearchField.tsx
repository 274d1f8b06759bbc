import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Button, SearchField as Field, Input } from 'react-aria-components';
import './search-field.css';

interface Props {
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
  testId: string;
  /** What stands in the empty field; by default its label. */
  placeholder?: string;
  input?: Ref<HTMLInputElement>;
}

export function SearchField({ label, clearLabel, value, onChange, testId, placeholder = label, input }: Props) {
  return (
    <Field className="search" aria-label={label} value={value} onChange={onChange}>
      <Search className="search-icon" size="1rem" aria-hidden />
      <Input ref={input} className="input" placeholder={placeholder} data-testid={testId} spellCheck="false" />
      <Button className="button quiet icon search-clear" aria-label={clearLabel}>
        <X size="1rem" aria-hidden />
      </Button>
    </Field>
  );
}

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField } from 'react-aria-components';
import './choice.css';

interface Props {
  value: boolean;
  onChange: (value: boolean) => void;
  children?: ReactNode;
  /** For a box without text beside it. */
  label?: string;
  testId?: string;
  disabled?: boolean;
}

/** A box to tick. */
export function Checkbox({ value, onChange, children, label, testId, disabled }: Props) {
  return (
    <CheckboxField isSelected={value} onChange={onChange} aria-label={label} isDisabled={disabled === true}>
      <CheckboxButton className="tick" data-testid={testId}>
        <span className="tick-box" aria-hidden="true">
          {value && <Check size="0.875rem" strokeWidth={3} />}
        </span>
        {children}
      </CheckboxButton>
    </CheckboxField>
  );
}

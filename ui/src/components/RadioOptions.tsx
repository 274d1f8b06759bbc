import type { ReactNode } from 'react';
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import './choice.css';

interface Props<T extends string> {
  label: ReactNode;
  value: T;
  onChange: (value: T) => void;
  options: ReadonlyArray<{ id: T; label: string; hint?: string }>;
  testId: string;
  disabled?: boolean;
  required?: boolean;
}

/** One of a few, all of them in sight. */
export function RadioOptions<T extends string>({
  label,
  value,
  onChange,
  options,
  testId,
  disabled,
  required,
}: Props<T>) {
  return (
    <RadioGroup
      className="field choice"
      value={value}
      onChange={(next) => onChange(next as T)}
      isDisabled={disabled === true}
      isRequired={required === true}
      data-testid={testId}
    >
      <Label>{label}</Label>
      {options.map(({ id, label, hint }) => (
        <RadioField key={id} value={id}>
          <RadioButton className="radio" data-testid={`${testId}-${id}`}>
            <span className="radio-ring" aria-hidden="true" />
            <span className="radio-text">
              {label}
              {hint !== undefined && <span className="field-hint">{hint}</span>}
            </span>
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}

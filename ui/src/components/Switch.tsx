import type { ReactNode } from 'react';
import { SwitchButton, SwitchField } from 'react-aria-components';
import './choice.css';

interface Props {
  value: boolean;
  onChange: (value: boolean) => void;
  children: ReactNode;
  testId?: string;
  disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ value, onChange, children, testId, disabled }: Props) {
  return (
    <SwitchField isSelected={value} onChange={onChange} isDisabled={disabled === true}>
      <SwitchButton className="switch" data-testid={testId}>
        <span className="switch-text">{children}</span>
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
      </SwitchButton>
    </SwitchField>
  );
}

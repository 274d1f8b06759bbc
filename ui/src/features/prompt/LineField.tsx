import type { ClipboardEvent, Ref } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testId: string;
  input?: Ref<HTMLInputElement>;
  /** What a password manager may fill in, as HTML names it. */
  autoComplete?: 'off' | 'one-time-code';
  autoFocus?: boolean;
  onPaste?: (event: ClipboardEvent) => void;
  required?: boolean;
  readOnly?: boolean;
  /** What stands below the field. */
  hint?: string;
}

/** A field for one line that is shown while it is typed. */
export function LineField({
  label,
  value,
  onChange,
  testId,
  input,
  autoComplete = 'off',
  autoFocus,
  onPaste,
  required,
  readOnly,
  hint,
}: Props) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isReadOnly={readOnly === true}
      isRequired={required === true}
      autoComplete={autoComplete}
      spellCheck="false"
      autoFocus={autoFocus === true}
    >
      <Label className="selectable">{label}</Label>
      <Input ref={input} className="input" data-testid={testId} autoCapitalize="off" onPaste={onPaste} />
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
    </TextField>
  );
}

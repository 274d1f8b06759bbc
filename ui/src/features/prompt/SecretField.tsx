import { Eye, EyeOff } from 'lucide-react';
import { type ClipboardEvent, type Ref, useState } from 'react';
import { Input, Label, TextField, ToggleButton } from 'react-aria-components';
import { useTranslation } from '../../i18n';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testId: string;
  input?: Ref<HTMLInputElement>;
  placeholder?: string;
  autoFocus?: boolean;
  onPaste?: (event: ClipboardEvent) => void;
  invalid?: boolean;
  required?: boolean;
}

/** A field whose text is dots until the user wants to see it. */
export function SecretField({
  label,
  value,
  onChange,
  testId,
  input,
  placeholder,
  autoFocus,
  onPaste,
  invalid,
  required,
}: Props) {
  const t = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      type={shown ? 'text' : 'password'}
      autoComplete="off"
      spellCheck="false"
      isInvalid={invalid === true}
      isRequired={required === true}
      autoFocus={autoFocus === true}
    >
      <Label>{label}</Label>
      <div className="secret">
        <Input
          ref={input}
          className="input"
          data-testid={testId}
          placeholder={placeholder}
          autoCapitalize="off"
          onPaste={onPaste}
        />
        <ToggleButton
          className="button quiet icon secret-eye"
          isSelected={shown}
          onChange={setShown}
          aria-label={t(shown ? 'prompt-hide' : 'prompt-show')}
        >
          {shown ? <EyeOff size="1.125rem" aria-hidden /> : <Eye size="1.125rem" aria-hidden />}
        </ToggleButton>
      </div>
    </TextField>
  );
}

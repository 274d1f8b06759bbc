import type { ClipboardEvent, Ref } from 'react';
import { pastedCode } from './code';
import { LineField } from './LineField';
import { SecretField } from './SecretField';

interface Props {
  label: string;
  /** Whether the server allows it to be shown while it is typed. */
  echo: boolean;
  value: string;
  onChange: (value: string) => void;
  input?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
}

/** The answer to a question of the server, such as a one-time code. */
export function ResponseField({ echo, ...field }: Props) {
  const onPaste = (event: ClipboardEvent) => {
    const code = pastedCode(event.clipboardData.getData('text'));
    if (code === null) return;
    event.preventDefault();
    field.onChange(code);
  };
  const shared = { ...field, onPaste, testId: 'prompt-response' };
  return echo ? <LineField {...shared} autoComplete="one-time-code" /> : <SecretField {...shared} />;
}

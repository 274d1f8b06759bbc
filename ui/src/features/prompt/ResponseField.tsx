import type { Ref } from 'react';
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
  const shared = { ...field, testId: 'prompt-response' };
  return echo ? <LineField {...shared} autoComplete="one-time-code" /> : <SecretField {...shared} />;
}

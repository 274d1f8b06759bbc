import { useEffect, useRef, useState } from 'react';
import { useModel } from '../../store';
import { useSay } from '../../text';
import type { Ask } from '../../types';
import { Frame } from './Frame';
import type { QuestionProps } from './Prompt';
import { Remember } from './Remember';
import { SecretField } from './SecretField';

/** The passphrase of the profile's private key. */
export function Passphrase({ prompt, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'passphrase' }>>) {
  const say = useSay();
  const { drafts } = useModel();
  const draft = drafts.get(prompt.profile);
  const [passphrase, setPassphrase] = useState(draft?.password ?? '');
  const [remember, setRemember] = useState(draft?.remember ?? prompt.remember);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <Frame
      prompt={prompt}
      title={say('prompt-passphrase', { name: prompt.profileName })}
      submit={say('prompt-submit-passphrase')}
      busy={busy}
      incomplete={passphrase === ''}
      onSubmit={() => {
        drafts.set(prompt.profile, { username: '', password: passphrase, remember });
        answer({ kind: 'passphrase', passphrase, remember });
      }}
      onCancel={cancel}
    >
      <p className="dialog-text">{say('prompt-passphrase-text')}</p>
      <SecretField
        label={say('prompt-passphrase-field')}
        value={passphrase}
        onChange={setPassphrase}
        testId="prompt-password"
        input={field}
        invalid={prompt.refused !== null}
      />
      {prompt.canRemember && <Remember value={remember} onChange={setRemember} />}
    </Frame>
  );
}

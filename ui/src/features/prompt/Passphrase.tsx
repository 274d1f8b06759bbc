import { useEffect, useRef, useState } from 'react';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';
import { Remember } from './Remember';
import { SecretField } from './SecretField';

/** The passphrase of the profile's private key. */
export function Passphrase({ prompt, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'passphrase' }>>) {
  const t = useTranslation();
  const { typed } = useModel();
  const before = typed.get(prompt.profile);
  const [passphrase, setPassphrase] = useState(before?.values.passphrase ?? '');
  const [remember, setRemember] = useState(before?.remember ?? prompt.remember);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-passphrase', { name: prompt.profileName })}
      submit={t('prompt-submit-passphrase')}
      busy={busy}
      incomplete={passphrase === ''}
      onSubmit={() => {
        typed.set(prompt.profile, { values: { passphrase }, remember });
        answer({ kind: 'passphrase', passphrase, remember });
      }}
      onCancel={cancel}
    >
      <p className="dialog-text">{t('prompt-passphrase-text')}</p>
      <SecretField
        label={t('prompt-passphrase-field')}
        value={passphrase}
        onChange={setPassphrase}
        testId="prompt-password"
        input={field}
        invalid={prompt.refused !== null}
      />
      {prompt.canRemember && <Remember value={remember} onChange={setRemember} />}
    </PromptForm>
  );
}

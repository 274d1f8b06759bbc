import { useEffect, useRef, useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';
import { Remember } from './Remember';
import { SecretField } from './SecretField';

/** A remembered password is never here; dots in its place say that it will be used. */
const KNOWN = '••••••••';

/** User name and password, and the server's extra question if there is one. */
export function Credentials({
  prompt,
  ask,
  answer,
  busy,
  cancel,
}: QuestionProps<Extract<Ask, { kind: 'credentials' }>>) {
  const t = useTranslation();
  const { typed } = useModel();
  const before = typed.get(prompt.profile);
  const [username, setUsername] = useState(
    ask.usernameLocked ? ask.username : (before?.values.username ?? ask.username),
  );
  const [password, setPassword] = useState(ask.password || (before?.values.password ?? ''));
  const [response, setResponse] = useState('');
  const [remember, setRemember] = useState(before?.remember ?? prompt.remember);
  const usernameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const refused = prompt.refused !== null;
  const startAtName = !ask.usernameLocked && username === '';
  const first = useRef(startAtName ? usernameField : passwordField);

  // What the server refused stays and is selected: typing replaces it, a look corrects it.
  useEffect(() => {
    const field = first.current.current;
    field?.focus();
    field?.select();
  }, []);

  const knownHelps = ask.passwordKnown && !refused;
  const submit = () => {
    typed.set(prompt.profile, { values: { username, password }, remember });
    answer({ kind: 'credentials', username, password, challenge: ask.challenge === null ? null : response, remember });
  };
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-credentials', { name: prompt.profileName })}
      submit={t('prompt-submit-credentials')}
      busy={busy}
      incomplete={
        username.trim() === '' || (password === '' && !knownHelps) || (ask.challenge !== null && response === '')
      }
      onSubmit={submit}
      onCancel={cancel}
    >
      <TextField
        className="field"
        value={username}
        onChange={setUsername}
        isReadOnly={ask.usernameLocked}
        autoComplete="off"
        spellCheck="false"
      >
        <Label>{t('prompt-username')}</Label>
        <Input ref={usernameField} className="input" data-testid="prompt-username" autoCapitalize="off" />
        {ask.usernameLocked && (
          <Text slot="description" className="field-hint">
            {t('prompt-username-locked')}
          </Text>
        )}
      </TextField>
      <SecretField
        label={t('prompt-password')}
        value={password}
        onChange={setPassword}
        testId="prompt-password"
        input={passwordField}
        invalid={refused}
        placeholder={knownHelps ? KNOWN : undefined}
      />
      {ask.challenge !== null &&
        (ask.challenge.echo ? (
          <TextField className="field" value={response} onChange={setResponse} autoComplete="one-time-code">
            <Label className="selectable">{ask.challenge.text}</Label>
            <Input className="input" data-testid="prompt-response" />
          </TextField>
        ) : (
          <SecretField label={ask.challenge.text} value={response} onChange={setResponse} testId="prompt-response" />
        ))}
      {prompt.canRemember && <Remember value={remember} onChange={setRemember} />}
    </PromptForm>
  );
}

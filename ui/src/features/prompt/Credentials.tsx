import { useEffect, useRef, useState } from 'react';
import { Checkbox } from '../../components/Checkbox';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { LineField } from './LineField';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';
import { Remember } from './Remember';
import { ResponseField } from './ResponseField';
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
  const [shared, setShared] = useState(prompt.group?.shared ?? false);
  const usernameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const responseField = useRef<HTMLInputElement>(null);
  const refused = prompt.refused !== null;
  const knownHelps = ask.passwordKnown && !refused;
  const startAtName = !ask.usernameLocked && username === '';
  const startAtResponse = knownHelps && ask.challenge !== null;
  const first = useRef(startAtName ? usernameField : startAtResponse ? responseField : passwordField);

  // What the server refused stays and is selected: typing replaces it, a look corrects it.
  useEffect(() => {
    const field = first.current.current;
    field?.focus();
    field?.select();
  }, []);

  const submit = () => {
    typed.set(prompt.profile, { values: { username, password }, remember });
    const challenge = ask.challenge === null ? null : response;
    const group = remember && shared && prompt.group !== null;
    answer({ kind: 'credentials', username, password, challenge, remember, group });
  };
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-credentials', { name: prompt.profileName })}
      submit={t('prompt-submit-credentials')}
      busy={busy}
      // There are accounts without a password, and servers that take an empty answer for "send it to my phone".
      incomplete={username.trim() === ''}
      stepwise
      onSubmit={submit}
      onCancel={cancel}
    >
      <LineField
        label={t('prompt-username')}
        value={username}
        onChange={setUsername}
        testId="prompt-username"
        input={usernameField}
        readOnly={ask.usernameLocked}
        hint={ask.usernameLocked ? t('prompt-username-locked') : undefined}
      />
      <SecretField
        label={t('prompt-password')}
        value={password}
        onChange={setPassword}
        testId="prompt-password"
        input={passwordField}
        invalid={refused}
        placeholder={knownHelps ? KNOWN : undefined}
      />
      {ask.challenge !== null && (
        <ResponseField
          label={ask.challenge.text}
          echo={ask.challenge.echo}
          value={response}
          onChange={setResponse}
          input={responseField}
        />
      )}
      {prompt.canRemember && <Remember value={remember} onChange={setRemember} />}
      {prompt.canRemember && remember && prompt.group !== null && (
        <Checkbox value={shared} onChange={setShared} testId="prompt-group">
          {t('prompt-group', { name: prompt.group.name, count: prompt.group.count })}
        </Checkbox>
      )}
    </PromptForm>
  );
}

import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';
import { SecretField } from './SecretField';

/** One more question, in the server's own words. */
export function Challenge({ prompt, ask, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'challenge' }>>) {
  const t = useTranslation();
  const [response, setResponse] = useState('');
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-challenge', { name: prompt.profileName })}
      submit={t('prompt-submit-challenge')}
      busy={busy}
      incomplete={response === ''}
      onSubmit={() => answer({ kind: 'challenge', response })}
      onCancel={cancel}
    >
      <p className="prompt-question selectable">{ask.text}</p>
      {ask.echo ? (
        <TextField className="field" value={response} onChange={setResponse} autoComplete="one-time-code" autoFocus>
          <Label>{t('prompt-response')}</Label>
          <Input className="input" data-testid="prompt-response" />
        </TextField>
      ) : (
        <SecretField
          label={t('prompt-response')}
          value={response}
          onChange={setResponse}
          testId="prompt-response"
          autoFocus
        />
      )}
    </PromptForm>
  );
}

import { useState } from 'react';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';
import { ResponseField } from './ResponseField';

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
      onSubmit={() => answer({ kind: 'challenge', response })}
      onCancel={cancel}
    >
      <p className="prompt-question selectable">{ask.text}</p>
      <ResponseField label={t('prompt-response')} echo={ask.echo} value={response} onChange={setResponse} autoFocus />
    </PromptForm>
  );
}

import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useSay } from '../../text';
import type { Ask } from '../../types';
import { Frame } from './Frame';
import type { QuestionProps } from './Prompt';
import { SecretField } from './SecretField';

/** One more question, in the server's own words. */
export function Challenge({ prompt, ask, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'challenge' }>>) {
  const say = useSay();
  const [response, setResponse] = useState('');
  return (
    <Frame
      prompt={prompt}
      title={say('prompt-challenge', { name: prompt.profileName })}
      submit={say('prompt-submit-challenge')}
      busy={busy}
      incomplete={response === ''}
      onSubmit={() => answer({ kind: 'challenge', response })}
      onCancel={cancel}
    >
      <p className="prompt-question selectable">{ask.text}</p>
      {ask.echo ? (
        <TextField className="field" value={response} onChange={setResponse} autoComplete="one-time-code" autoFocus>
          <Label>{say('prompt-response')}</Label>
          <Input className="input" data-testid="prompt-response" />
        </TextField>
      ) : (
        <SecretField
          label={say('prompt-response')}
          value={response}
          onChange={setResponse}
          testId="prompt-response"
          autoFocus
        />
      )}
    </Frame>
  );
}

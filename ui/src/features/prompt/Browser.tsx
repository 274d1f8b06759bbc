import { useState } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { useSay } from '../../text';
import type { Ask } from '../../types';
import { Frame } from './Frame';
import type { QuestionProps } from './Prompt';

/** Sign-in on a web page: opened in the person's own browser, never inside Adit. */
export function Browser({ prompt, ask, answer, cancel }: QuestionProps<Extract<Ask, { kind: 'browser' }>>) {
  const say = useSay();
  const [opened, setOpened] = useState(false);
  return (
    <Frame
      prompt={prompt}
      title={say('prompt-browser', { name: prompt.profileName })}
      submit={say(opened ? 'prompt-browser-again' : 'prompt-browser-open')}
      busy={false}
      incomplete={false}
      onSubmit={() => {
        setOpened(true);
        answer({ kind: 'open-browser' });
      }}
      onCancel={cancel}
    >
      <p className="dialog-text">{say('prompt-browser-text', { host: ask.host })}</p>
      <p className="prompt-host selectable" data-testid="prompt-host">
        {ask.host}
        <CopyButton text={ask.url} label={say('prompt-browser-copy')} />
      </p>
      <p className="dialog-text" role="status">
        {opened ? say('prompt-browser-waiting') : ''}
      </p>
    </Frame>
  );
}

import { useState } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';

/** Sign-in on a web page: opened in the user's own browser, never inside Adit. */
export function Browser({ prompt, ask, answer, cancel }: QuestionProps<Extract<Ask, { kind: 'browser' }>>) {
  const t = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-browser', { name: prompt.profileName })}
      submit={t(opened ? 'prompt-browser-again' : 'prompt-browser-open')}
      busy={false}
      onSubmit={() => {
        setOpened(true);
        answer({ kind: 'open-browser' });
      }}
      onCancel={cancel}
    >
      <p className="dialog-text">{t('prompt-browser-text', { host: ask.host })}</p>
      <p className="prompt-host selectable" data-testid="prompt-host">
        {ask.host}
        <CopyButton text={ask.url} label={t('prompt-browser-copy')} />
      </p>
      <p className="dialog-text" role="status">
        {opened ? t('prompt-browser-waiting') : ''}
      </p>
    </PromptForm>
  );
}

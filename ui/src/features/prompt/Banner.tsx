import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';

/** A text of the server that has to be accepted: terms of use, a warning. */
export function Banner({ prompt, ask, answer, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'banner' }>>) {
  const t = useTranslation();
  const text = useRef<HTMLDivElement>(null);
  // At the text, so that the arrow keys scroll it and no stray Enter accepts it unread.
  useEffect(() => text.current?.focus(), []);
  return (
    <PromptForm
      prompt={prompt}
      title={t('prompt-banner', { name: prompt.profileName })}
      submit={t('prompt-accept')}
      refuse={t('prompt-decline')}
      busy={busy}
      onSubmit={() => answer({ kind: 'accept' })}
      onCancel={cancel}
    >
      <p className="dialog-text">{t('prompt-banner-text')}</p>
      <div
        className="prompt-banner prompt-lines selectable"
        role="document"
        aria-label={t('prompt-banner-label')}
        tabIndex={0}
        ref={text}
        data-testid="prompt-banner"
      >
        {ask.text}
      </div>
    </PromptForm>
  );
}

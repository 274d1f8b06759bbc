import type { SubmitEvent, ReactNode } from 'react';
import { Button, Heading } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { useTranslation } from '../../i18n';
import type { PromptView } from '../../types';

interface Props {
  prompt: PromptView;
  title: string;
  submit: string;
  /** What the other button says, if not “Cancel”. */
  refuse?: string;
  busy: boolean;
  incomplete: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** What every question has: who asks, why again, and the two ways on. */
export function PromptForm({ prompt, title, submit, refuse, busy, incomplete, onSubmit, onCancel, children }: Props) {
  const t = useTranslation();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!incomplete && !busy) onSubmit();
  };
  return (
    <form className="prompt" onSubmit={send} noValidate>
      <div>
        <Heading slot="title" level={2} className="dialog-title">
          {title}
        </Heading>
        <p className="dialog-text selectable">{prompt.server}</p>
      </div>
      {prompt.refused !== null && (
        <div role="alert">
          <ProblemNote sentence={prompt.refused} tone="trouble" testId="prompt-refused" />
        </div>
      )}
      {children}
      <div className="dialog-foot">
        <Button className="button" data-testid="prompt-cancel" onPress={onCancel}>
          {refuse ?? t('prompt-cancel')}
        </Button>
        <Button className="button primary" data-testid="prompt-submit" type="submit" isDisabled={incomplete || busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

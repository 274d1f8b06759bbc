import type { KeyboardEvent, ReactNode, SubmitEvent } from 'react';
import { Button, Heading } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { useTranslation } from '../../i18n';
import type { PromptView } from '../../types';

interface Props {
  prompt: PromptView;
  title: string;
  /** What the button says that sends the answer. Without it there is nothing to answer. */
  submit?: string;
  /** What the other button says, if not “Cancel”. */
  refuse?: string;
  busy: boolean;
  /** The answer cannot be sent yet. */
  incomplete?: boolean;
  /** Fields may be left empty, but by intention: Enter goes on to the next one that is, and sends in the last. */
  stepwise?: boolean;
  onSubmit?: () => void;
  onCancel: () => void;
  children: ReactNode;
}

function goOn(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
  const fields = [...event.currentTarget.querySelectorAll<HTMLInputElement>('.field input:not([readonly])')];
  const next = fields[fields.indexOf(event.target) + 1];
  // A remembered password stands in its field as dots that are no value.
  if (next === undefined || next.value !== '' || next.placeholder !== '') return;
  event.preventDefault();
  next.focus();
}

/** What every question has: who asks, why again, and the two ways on. */
export function PromptForm({
  prompt,
  title,
  submit,
  refuse,
  busy,
  incomplete = false,
  stepwise = false,
  onSubmit,
  onCancel,
  children,
}: Props) {
  const t = useTranslation();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!incomplete && !busy) onSubmit?.();
  };
  return (
    <form className="prompt" onSubmit={send} onKeyDown={stepwise ? goOn : undefined} noValidate>
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
        {submit !== undefined && (
          <Button className="button primary" data-testid="prompt-submit" type="submit" isDisabled={incomplete || busy}>
            {submit}
          </Button>
        )}
      </div>
    </form>
  );
}

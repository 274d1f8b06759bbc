import { useTranslation } from '../../i18n';
import type { Ask } from '../../types';
import { PromptForm } from './PromptForm';
import type { QuestionProps } from './question';

/** Something to do elsewhere, such as on a phone. Nothing is typed here: the dialog goes away when the server goes on. */
export function Confirm({ prompt, ask, busy, cancel }: QuestionProps<Extract<Ask, { kind: 'confirm' }>>) {
  const t = useTranslation();
  return (
    <PromptForm prompt={prompt} title={t('prompt-confirm', { name: prompt.profileName })} busy={busy} onCancel={cancel}>
      {ask.text !== '' && <p className="prompt-question prompt-lines selectable">{ask.text}</p>}
      <p className="dialog-text" role="status" data-testid="prompt-waiting">
        {t('prompt-confirm-waiting')}
      </p>
    </PromptForm>
  );
}

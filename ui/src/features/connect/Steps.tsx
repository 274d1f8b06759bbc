import { Check, Circle, LoaderCircle } from 'lucide-react';
import { useTranslation } from '../../i18n';
import type { Step } from '../../types';

const ICONS = { done: Check, active: LoaderCircle, ahead: Circle } as const;

/** The phases on the way, as they happen. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslation();
  return (
    <ol className="steps" aria-label={t('steps-label')}>
      {steps.map((step) => {
        const Icon = ICONS[step.progress];
        return (
          <li
            key={step.name}
            className="step"
            data-testid="phase"
            data-progress={step.progress}
            aria-current={step.progress === 'active' ? 'step' : undefined}
          >
            <Icon size="1rem" aria-hidden />
            <span>{step.name}</span>
            <span className="visually-hidden">{t(`step-${step.progress}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

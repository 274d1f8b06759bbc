import { Check, Circle } from 'lucide-react';
import { Wheel } from '../../components/Wheel';
import { useTranslation } from '../../i18n';
import type { Step } from '../../types';

const ICONS = { done: Check, ahead: Circle } as const;

/** The phases on the way, as they happen. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslation();
  return (
    <ol className="steps" aria-label={t('steps-label')}>
      {steps.map((step) => {
        const Icon = step.progress === 'active' ? null : ICONS[step.progress];
        return (
          <li
            key={step.name}
            className="step"
            data-testid="phase"
            data-progress={step.progress}
            aria-current={step.progress === 'active' ? 'step' : undefined}
          >
            {Icon === null ? <Wheel /> : <Icon size="1rem" aria-hidden />}
            <span>{step.name}</span>
            <span className="visually-hidden">{t(`step-${step.progress}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

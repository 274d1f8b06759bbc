import { useTranslation } from '../../i18n';
import type { Step } from '../../types';

/** The way to a tunnel has as many parts, also while none of them is under way. */
const PARTS = 5;

/** How far the way to the tunnel is: one bar in parts. What happens in the current one is the sentence above it. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslation();
  if (steps.length === 0)
    return (
      <div className="steps" aria-hidden="true">
        {Array.from({ length: PARTS }, (_, part) => (
          <span key={part} className="step" data-progress="ahead" />
        ))}
      </div>
    );
  return (
    <ol className="steps" aria-label={t('steps-label')}>
      {steps.map(({ name, progress }) => (
        <li
          key={name}
          className="step"
          data-testid="phase"
          data-progress={progress}
          aria-current={progress === 'active' ? 'step' : undefined}
        >
          <span className="visually-hidden">{`${name}: ${t(`step-${progress}`)}`}</span>
        </li>
      ))}
    </ol>
  );
}

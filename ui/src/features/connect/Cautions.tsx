import { ProblemNote } from '../../components/ProblemNote';
import { useTranslation } from '../../i18n';
import type { MessageView } from '../../types';

/** More of them would push the button out of the window. The details have all. */
const SHOWN = 3;

/** What a tunnel does without so that names or traffic may not get where the user expects. */
export function Cautions({ cautions }: { cautions: readonly MessageView[] }) {
  const t = useTranslation();
  const [first, second] = cautions;
  if (first === undefined) return null;
  if (second === undefined) return <ProblemNote sentence={first} tone="caution" testId="cautions" />;
  const more = cautions.length - SHOWN;
  return (
    <ProblemNote
      sentence={{ title: t('cautions-title', { count: cautions.length }), advice: '', detail: '' }}
      tone="caution"
      testId="cautions"
    >
      <ul className="cautions selectable">
        {cautions.slice(0, SHOWN).map(({ title }) => (
          <li key={title}>{title}</li>
        ))}
        {more > 0 && <li>{t('cautions-more', { count: more })}</li>}
      </ul>
    </ProblemNote>
  );
}

/** What a change does to a text, line by line: told by signs and words, not by colour alone. */

import { useTranslation } from '../../i18n';
import type { DiffLine } from '../../types';
import './report.css';

const SIGNS = { same: '', removed: '−', added: '+' } as const;

/** Whether lines between this one and the one before are left out. */
function gap(line: DiffLine, before: DiffLine | undefined): boolean {
  if (before === undefined) return false;
  const next = (now: number | null, last: number | null) => now !== null && last !== null && now > last + 1;
  return next(line.old, before.old) || next(line.new, before.new);
}

export function Diff({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  const t = useTranslation();
  return (
    <ol className="diff selectable" aria-label={label} data-testid="diff">
      {lines.map((line, index) => (
        // Nothing else tells two equal lines apart
        <li key={index} className="diff-line" data-kind={line.kind} data-gap={gap(line, lines[index - 1])}>
          <span className="diff-number" aria-hidden="true">
            {line.kind === 'added' ? line.new : line.old}
          </span>
          <span className="diff-sign" aria-hidden="true">
            {SIGNS[line.kind]}
          </span>
          {line.kind !== 'same' && <span className="visually-hidden">{t(`diff-${line.kind}`)}</span>}
          {line.kind === 'removed' ? (
            <del>{line.text}</del>
          ) : line.kind === 'added' ? (
            <ins>{line.text}</ins>
          ) : (
            <span>{line.text}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

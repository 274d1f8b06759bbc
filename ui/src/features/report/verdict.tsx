/** What can become of a line, told by a shape and a word; colour only helps. */

import { CircleCheck, CircleMinus, CircleX, Replace, TriangleAlert } from 'lucide-react';
import type { LineVerdict, ReportLine } from '../../types';

/** The gravest first. */
export const VERDICTS = ['refused', 'warning', 'replaced', 'ignored', 'used'] as const satisfies readonly LineVerdict[];

const ICONS = {
  used: CircleCheck,
  replaced: Replace,
  ignored: CircleMinus,
  warning: TriangleAlert,
  refused: CircleX,
} as const satisfies Record<LineVerdict, unknown>;

export function VerdictIcon({ verdict }: { verdict: LineVerdict }) {
  const Icon = ICONS[verdict];
  return <Icon className="verdict-icon" data-verdict={verdict} size="1rem" aria-hidden />;
}

/** How many lines have which verdict. */
export function count(lines: readonly ReportLine[]): Map<LineVerdict, number> {
  const counts = new Map<LineVerdict, number>();
  for (const { verdict } of lines) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}

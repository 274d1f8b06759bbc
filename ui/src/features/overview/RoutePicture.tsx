import { Laptop } from 'lucide-react';
import type { WayKind, WayRow } from '../../types';

/** More ends than this would not be told apart. */
const ENDS = 5;
const WIDTH = 100;
const ROW = 28;

interface End {
  way: string;
  kind: WayKind;
  count: number;
}

/** Where the rows lead, each end once, in the order of the rows. */
export function ends(rows: readonly WayRow[]): End[] {
  const found = new Map<string, End>();
  for (const { way, kind } of rows) {
    const key = `${kind} ${way}`;
    found.set(key, { way, kind, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].slice(0, ENDS);
}

/** The same as the list below, as a picture: from this computer to where its packets go. */
export function RoutePicture({ rows }: { rows: readonly WayRow[] }) {
  const shown = ends(rows);
  if (shown.length < 2) return null;
  const height = shown.length * ROW;
  const at = (place: number) => place * ROW + ROW / 2;
  return (
    <div className="route-picture" aria-hidden="true" data-testid="route-picture">
      <Laptop size="1.5rem" />
      <svg viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" style={{ blockSize: `${height / 16}rem` }}>
        {shown.map(({ way, kind }, place) => (
          <path
            key={`${kind} ${way}`}
            className={`route-line ${kind}`}
            d={`M0 ${height / 2} C${WIDTH / 2} ${height / 2} ${WIDTH / 2} ${at(place)} ${WIDTH} ${at(place)}`}
          />
        ))}
      </svg>
      <ul>
        {shown.map(({ way, kind }) => (
          <li key={`${kind} ${way}`} className={`route-end ${kind}`} style={{ blockSize: `${ROW / 16}rem` }}>
            {way}
          </li>
        ))}
      </ul>
    </div>
  );
}

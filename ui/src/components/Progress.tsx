import { useMotion } from './useMotion';

/** Where the bar is in each picture of its motion, in shares of what it runs along. */
const PLACES = [0, 0.15, 0.3, 0.45, 0.6, 0.45, 0.3, 0.15];

/** Something is under way, and nobody knows how far it is. */
export function Progress({ label }: { label: string }) {
  const place = useMotion(PLACES.length);
  return (
    <span className="progress" role="progressbar" aria-label={label}>
      <span className="progress-bar" style={{ insetInlineStart: `${(PLACES[place] ?? 0) * 100}%` }} />
    </span>
  );
}

import type { Shape } from '../../types';

/** How many colours of tiles there are (`--tile-0` and on). */
const COLOURS = 11;

/** The same for the same id, whatever the profile is called later. */
export function colourOf(id: string): number {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % COLOURS;
}

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function letters(text: string, count: number): string {
  return Array.from(LETTERS.segment(text), ({ segment }) => segment)
    .slice(0, count)
    .join('');
}

/** `Berlin office` is BO, `Home` is HO, `au1.nordish.example` is AU. */
export function monogram(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const first = words[0] ?? name.trim();
  const second = name.includes('.') ? undefined : words[1];
  const both = second === undefined ? letters(first, 2) : letters(first, 1) + letters(second, 1);
  return both.toLocaleUpperCase();
}

/** The picture of a profile: two letters on a colour of its own, and a badge that tells the state by its form. */
export function Tile({ id, name, shape }: { id: string; name: string; shape: Shape }) {
  return (
    <span className="tile" style={{ backgroundColor: `var(--tile-${String(colourOf(id))})` }} aria-hidden="true">
      {monogram(name)}
      {shape !== 'off' && <span className="tile-badge" data-shape={shape} />}
    </span>
  );
}

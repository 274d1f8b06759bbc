import type { Shape } from '../../types';

/** Hues that differ enough to be told apart; all of them carry white letters with a contrast of 4.5. */
const HUES = [25, 50, 85, 140, 165, 205, 235, 260, 290, 320, 345] as const;

/** The same for the same id, whatever the profile is called later. */
export function hueOf(id: string): number {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return HUES[sum % HUES.length] ?? HUES[0];
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
    <span className="tile" style={{ '--tile-hue': hueOf(id) } as React.CSSProperties} aria-hidden="true">
      {monogram(name)}
      {shape !== 'off' && <span className="tile-badge" data-shape={shape} />}
    </span>
  );
}

/** The tokens keep WCAG AA in every theme: 4.5 for text, 3 for what must be made out. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync('src/styles/tokens.css', 'utf8');

/** Tokens of the n-th `:root` block, over those of the blocks it builds on. */
function tokens(...blocks: number[]): Map<string, [number, number, number]> {
  const roots = [...CSS.matchAll(/:root \{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const all = new Map<string, [number, number, number]>();
  for (const block of blocks)
    for (const [, name, l, c, h] of (roots[block] ?? '').matchAll(/--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g))
      all.set(name ?? '', [Number(l), Number(c), Number(h)]);
  return all;
}

/** Relative luminance of an OKLCH colour (CSS Color 4, sample code for OKLab to linear sRGB). */
function luminance([l, c, h]: [number, number, number]): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
  const green = clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
  const blue = clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const THEMES = { light: [0], dark: [0, 1], 'light, more contrast': [0, 2], 'dark, more contrast': [0, 1, 2, 3] };
const SURFACES = ['wall', 'surface', 'raised', 'sunken', 'hover', 'chosen'];
const PAIRS: ReadonlyArray<readonly [string, string, number]> = [
  ...SURFACES.flatMap((surface) => [
    ['text', surface, 4.5] as const,
    ['text-soft', surface, 4.5] as const,
    ['accent', surface, 4.5] as const,
    ['ring', surface, 3] as const,
  ]),
  ['trouble', 'surface', 4.5],
  ['trouble', 'wall', 4.5],
  ['trouble', 'chosen', 4.5],
  ['text', 'trouble-wash', 4.5],
  ['text-soft', 'trouble-wash', 4.5],
  ['trouble', 'trouble-wash', 4.5],
  ['text', 'caution-wash', 4.5],
  ['text-soft', 'caution-wash', 4.5],
  ['caution', 'caution-wash', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent', 'accent-pressed', 4.5],
  // The ground of the card is between its two ends everywhere.
  ...['dusk', 'dawn', 'night', 'ember'].flatMap((ground) =>
    ['top', 'low'].flatMap((end) => [
      [`${ground}-text`, `${ground}-${end}`, 4.5] as const,
      [`${ground}-soft`, `${ground}-${end}`, 4.5] as const,
      [`${ground}-text`, `${ground}-fill`, 4.5] as const,
      [`${ground}-text`, `${ground}-fill-hover`, 4.5] as const,
    ]),
  ),
  ['line-strong', 'surface', 3],
  ['line-strong', 'raised', 3],
];

describe.each(Object.entries(THEMES))('contrast: %s', (_, blocks) => {
  const theme = tokens(...blocks);
  it.each(PAIRS)('%s on %s', (front, back, least) => {
    const [a, b] = [theme.get(front), theme.get(back)];
    if (a === undefined || b === undefined) throw new Error(`no token ${front} or ${back}`);
    const [light, dark] = [luminance(a), luminance(b)].sort((one, two) => two - one) as [number, number];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(least);
  });
});

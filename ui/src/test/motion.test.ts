/** Nothing in the style sheets moves without an end: the web view would draw it 60 times a second for as long as it is there. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SHEETS = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));

describe('what moves by itself', () => {
  it('has an end', () => {
    const endless = /animation[^;{}]*\binfinite\b/;
    expect(endless.test('.x { animation: turn 1s infinite; }')).toBe(true);
    expect(SHEETS.length).toBeGreaterThan(10);
    expect(SHEETS.filter((path) => endless.test(readFileSync(join('src', path), 'utf8')))).toEqual([]);
  });
});

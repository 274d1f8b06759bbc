import { describe, expect, it } from 'vitest';
import { CLEAN, COLLIDING, HTML, LINKED, NEEDING, REFUSED, SAME, WARNED } from '../../mock/imports';
import { type Choices, choiceOf, nameOf, standing, tally, toConfirm } from './choices';

const NONE: Choices = new Map();
const TAKEN = new Set(['Work', 'Home', 'Work (2)']);
const second = (name: string, number: number) => `${name} (${number})`;

describe('what is decided about drafts', () => {
  it('waits for what is missing, even where nothing else stands in the way', () => {
    expect([CLEAN, WARNED, NEEDING, LINKED, REFUSED, HTML].map(standing)).toEqual([
      'ready',
      'caution',
      'needs',
      'needs',
      'refused',
      'refused',
    ]);
  });

  it('keeps both of a name unless told otherwise, under a name that is free', () => {
    const choice = choiceOf(COLLIDING, NONE);
    expect(choice.place).toBe('new');
    expect(nameOf(COLLIDING, choice, TAKEN, second)).toBe('Work (3)');
    expect(nameOf(COLLIDING, { name: null, place: 'replace' }, TAKEN, second)).toBe('Work');
    expect(nameOf(COLLIDING, { name: 'Mine', place: 'replace' }, TAKEN, second)).toBe('Mine');
  });

  it('leaves out what is here already and did not change', () => {
    expect(choiceOf(SAME, NONE).place).toBe('skip');
    expect(tally([CLEAN, SAME, NEEDING, REFUSED], NONE)).toEqual({ imported: 1, skipped: 1, needs: 1, refused: 1 });
  });

  it('never keeps what cannot be used, whatever was chosen', () => {
    const choices: Choices = new Map([[REFUSED.id, { name: 'Trick', place: 'replace' }]]);
    expect(toConfirm([REFUSED, NEEDING], choices, TAKEN, second).map(({ place }) => place)).toEqual(['skip', 'skip']);
  });

  it('gives two drafts of one name two names, and an emptied name back', () => {
    const twin = { ...CLEAN, id: 'twin' };
    const choices: Choices = new Map([[twin.id, { name: '  ', place: 'new' }]]);
    expect(toConfirm([CLEAN, twin], choices, TAKEN, second).map(({ name }) => name)).toEqual(['Office', 'Office (2)']);
  });
});

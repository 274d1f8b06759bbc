/** What the user decides about each draft, and what follows from it. */

import type { ImportChoice, ImportDraft, LineVerdict, Place } from '../../types';

/** Whether a draft can be kept: it waits for something, or it never can be, or nothing stands in the way. */
export type Standing = 'ready' | 'caution' | 'needs' | 'refused';

export interface Choice {
  /** As typed; `null` while the user has not touched it. */
  name: string | null;
  place: Place;
}

export type Choices = ReadonlyMap<string, Choice>;

/** The words in which a second profile of the same name is called: `Work (2)`. */
export type Second = (name: string, number: number) => string;

export function standing({ needs, verdict }: ImportDraft): Standing {
  if (needs.length > 0) return 'needs';
  if (verdict === 'reject') return 'refused';
  return verdict === 'importable' ? 'ready' : 'caution';
}

export const STANDING_VERDICT = {
  ready: 'used',
  caution: 'warning',
  needs: 'warning',
  refused: 'refused',
} as const satisfies Record<Standing, LineVerdict>;

export function usable(draft: ImportDraft): boolean {
  const now = standing(draft);
  return now === 'ready' || now === 'caution';
}

export function choiceOf(draft: ImportDraft, choices: Choices): Choice {
  // The same once more is not wanted twice, and nothing is replaced unasked.
  return choices.get(draft.id) ?? { name: null, place: draft.existing?.same === true ? 'skip' : 'new' };
}

/** A name that nobody has. */
export function free(name: string, taken: ReadonlySet<string>, second: Second): string {
  let found = name;
  for (let number = 2; taken.has(found); number++) found = second(name, number);
  return found;
}

export function nameOf(draft: ImportDraft, choice: Choice, taken: ReadonlySet<string>, second: Second): string {
  if (choice.name !== null) return choice.name;
  return choice.place === 'replace' && draft.existing !== null ? draft.existing.name : free(draft.name, taken, second);
}

export interface Tally {
  imported: number;
  /** Left out by choice. */
  skipped: number;
  needs: number;
  refused: number;
}

export function tally(drafts: readonly ImportDraft[], choices: Choices): Tally {
  const result: Tally = { imported: 0, skipped: 0, needs: 0, refused: 0 };
  for (const draft of drafts) {
    const now = standing(draft);
    if (now === 'needs' || now === 'refused') result[now] += 1;
    else if (choiceOf(draft, choices).place === 'skip') result.skipped += 1;
    else result.imported += 1;
  }
  return result;
}

export function toConfirm(
  drafts: readonly ImportDraft[],
  choices: Choices,
  names: ReadonlySet<string>,
  second: Second,
): ImportChoice[] {
  const taken = new Set(names);
  return drafts.map((draft) => {
    const choice = choiceOf(draft, choices);
    if (!usable(draft)) return { draft: draft.id, name: draft.name, place: 'skip' };
    const typed = choice.name?.trim() ?? '';
    const name = typed === '' ? nameOf(draft, { ...choice, name: null }, taken, second) : typed;
    if (choice.place === 'new') taken.add(name);
    return { draft: draft.id, name, place: choice.place };
  });
}

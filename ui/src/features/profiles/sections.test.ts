import { describe, expect, it } from 'vitest';
import { scenario } from '../../mock/scenarios';
import type { ProfileView, Sort } from '../../types';
import { sections, sorted } from './sections';

const { profiles, groups } = scenario('sections').view;
const names = (each: readonly ProfileView[]) => each.map((profile) => profile.name);
const shape = (sort: Sort) =>
  sections(profiles, groups, sort).map((section) => [section.kind, section.group?.name ?? '', section.profiles.length]);

describe('the sections of the list', () => {
  it('come in one order, and each profile is in one of them', () => {
    const kinds = shape('name').map(([kind]) => kind);
    expect(kinds).toEqual(['connected', 'favourites', 'group', 'rest']);
    const all = sections(profiles, groups, 'name').flatMap((section) => names(section.profiles));
    expect([...all].sort()).toEqual([...names(profiles)].sort());
  });

  it('sort by what was used last, by name, and by what came last', () => {
    const used = sorted(profiles, 'last-used').map((profile) => profile.lastUsed ?? 0);
    expect(used).toEqual([...used].sort((a, b) => b - a));
    const added = sorted(profiles, 'added').map((profile) => profile.added);
    expect(added).toEqual([...added].sort((a, b) => b - a));
    expect(names(sorted(profiles, 'name'))).toEqual(names(profiles));
  });

  it('put a profile of a group that is gone with the rest', () => {
    const orphans = sections(profiles, [], 'name');
    expect(orphans.some((section) => section.kind === 'group')).toBe(false);
    expect(orphans.flatMap((section) => section.profiles).length).toBe(profiles.length);
  });
});

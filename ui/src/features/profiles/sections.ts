/** The order of the list: what is connected, favourites, groups, and all the rest. Each profile is in one section. */

import type { GroupView, ProfileView, Sort } from '../../types';

export const SORTS: readonly Sort[] = ['last-used', 'name', 'added'];

export interface Section {
  /** Stable, and no profile's. */
  id: string;
  kind: 'connected' | 'favourites' | 'group' | 'rest';
  group: GroupView | null;
  profiles: readonly ProfileView[];
}

/** Whether a tunnel, or the way to one, exists. */
export function isActive({ status }: ProfileView): boolean {
  return status.action === 'cancel' || status.action === 'disconnect' || status.shape === 'working';
}

/** Profiles arrive by name, so that equal ones stay in that order. */
export function sorted(profiles: readonly ProfileView[], sort: Sort): readonly ProfileView[] {
  if (sort === 'name') return profiles;
  const key = sort === 'added' ? (each: ProfileView) => each.added : (each: ProfileView) => each.lastUsed ?? 0;
  return [...profiles].sort((a, b) => key(b) - key(a));
}

function placeOf(profile: ProfileView, groups: ReadonlyMap<string, GroupView>): string {
  if (isActive(profile)) return 'connected';
  if (profile.favourite) return 'favourites';
  return profile.group !== null && groups.has(profile.group) ? `group ${profile.group}` : 'rest';
}

export function sections(
  profiles: readonly ProfileView[],
  groups: readonly GroupView[],
  sort: Sort,
): readonly Section[] {
  const known = new Map(groups.map((group) => [group.id, group]));
  const places = new Map<string, ProfileView[]>();
  for (const profile of sorted(profiles, sort)) {
    const place = placeOf(profile, known);
    const there = places.get(place);
    if (there === undefined) places.set(place, [profile]);
    else there.push(profile);
  }
  const section = (id: string, kind: Section['kind'], group: GroupView | null = null): Section[] => {
    const found = places.get(id);
    return found === undefined ? [] : [{ id: `section ${id}`, kind, group, profiles: found }];
  };
  return [
    ...section('connected', 'connected'),
    ...section('favourites', 'favourites'),
    ...groups.flatMap((group) => section(`group ${group.id}`, 'group', group)),
    ...section('rest', 'rest'),
  ];
}

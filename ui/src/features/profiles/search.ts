import type { ProfileView } from '../../types';

/** From this many profiles on, looking for one by eye is slower than typing. */
export const SEARCH_FROM = 7;

const folded = new WeakMap<ProfileView, string>();

/** Without case and accents: `Zürich` is found by `zurich`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function haystack(profile: ProfileView): string {
  const known = folded.get(profile);
  if (known !== undefined) return known;
  const made = fold(`${profile.name}\n${profile.servers}\n${profile.signIn}`);
  folded.set(profile, made);
  return made;
}

/** Profiles that contain every word of the query, in their order. */
export function search(profiles: readonly ProfileView[], query: string): readonly ProfileView[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return profiles;
  return profiles.filter((profile) => {
    const text = haystack(profile);
    return words.every((word) => text.includes(word));
  });
}

/** The stored profiles of the mock shell: the list, and the editor. */

import type { Commands } from '../bridge';
import type { DiffLine, GroupView, ProfileView, MessageView } from '../types';
import { change, look, ORIGINAL } from './edits';
import type { MockState } from './state';

const NO_SUCH_PROFILE = 'no such profile';

const UNUSABLE: MessageView = {
  title: 'This profile cannot be used as it stands.',
  advice: 'The report says which lines stand in the way.',
  detail: '',
};

function diff(original: string, current: string): DiffLine[] {
  const [before, after] = [original.split('\n'), current.split('\n')];
  const removed = before.flatMap((text, at): DiffLine[] =>
    after.includes(text) ? [] : [{ kind: 'removed', old: at + 1, new: null, text }],
  );
  const added = after.flatMap((text, at): DiffLine[] =>
    before.includes(text) ? [] : [{ kind: 'added', old: null, new: at + 1, text }],
  );
  return [...removed, ...added];
}

type EditCommand = Extract<keyof Commands, `edit${string}`>;

export function editorCommands(state: MockState): Pick<Commands, EditCommand> {
  const texts = new Map<string, string>();
  return {
    editOpen: async (id) => look(id, state.name(id), texts.get(id) ?? ORIGINAL),
    editLook: async (id, text) => look(id, state.name(id), text),
    editChange: async (id, text, form) => change(id, state.name(id), text, form),
    editSave: async (id, name, text) => {
      if (look(id, name, text).verdict === 'reject') return Promise.reject(UNUSABLE);
      texts.set(id, text);
      state.changeProfile(id, { name });
      return null;
    },
    editOriginal: async (id) => {
      const lines = diff(ORIGINAL, texts.get(id) ?? ORIGINAL);
      return { diff: lines, changed: lines.length > 0 };
    },
    editRestore: async (id) => look(id, state.name(id), ORIGINAL),
  };
}

type ListCommand =
  | 'duplicateProfile'
  | 'exportProfile'
  | 'renameProfile'
  | 'removeProfiles'
  | 'undoRemove'
  | 'forget'
  | 'setFavourite'
  | 'setGroup'
  | 'renameGroup'
  | 'forgetGroup';

/** Groups as the shell counts them: those that have a profile, by name. */
function counted(groups: readonly GroupView[], profiles: readonly ProfileView[]): GroupView[] {
  const count = (id: string) => profiles.filter((profile) => profile.group === id).length;
  const there = groups.map((group) => ({ ...group, count: count(group.id) })).filter((group) => group.count > 0);
  return there.sort((a, b) => a.name.localeCompare(b.name));
}

export function listCommands(state: MockState): Pick<Commands, ListCommand> {
  const removed = new Map<string, ProfileView>();
  const arrange = (change: (profile: ProfileView) => ProfileView, groups = state.view.groups) =>
    state.push((view) => {
      const profiles = view.profiles.map(change);
      return { ...view, profiles, groups: counted(groups, profiles) };
    });
  return {
    duplicateProfile: async (id) => {
      const copy = `${id}-copy`;
      state.addNew(copy, `${state.name(id)} (2)`, 'vpn.example.com');
      return copy;
    },
    exportProfile: async () => {},
    renameProfile: async (id, name) => state.changeProfile(id, { name }),
    removeProfiles: async (ids) => {
      for (const id of ids) {
        const profile = state.profile(id);
        if (profile === undefined) throw new Error(NO_SUCH_PROFILE);
        removed.set(id, profile);
      }
      state.setProfiles(state.view.profiles.filter((candidate) => !ids.includes(candidate.id)));
    },
    undoRemove: async (ids) => {
      for (const id of ids) {
        const profile = removed.get(id);
        if (profile === undefined) throw new Error(NO_SUCH_PROFILE);
        state.addProfile(profile);
      }
    },
    setFavourite: async (ids, favourite) => arrange((each) => (ids.includes(each.id) ? { ...each, favourite } : each)),
    setGroup: async (ids, name) => {
      const known = state.view.groups.find((group) => group.name === name);
      const group = name === null ? null : (known?.id ?? `g-${name}`);
      const made =
        group === null || known !== undefined ? [] : [{ id: group, name: name ?? '', count: 0, remembers: false }];
      arrange((each) => (ids.includes(each.id) ? { ...each, group } : each), [...state.view.groups, ...made]);
    },
    renameGroup: async (id, name) =>
      arrange(
        (each) => each,
        state.view.groups.map((group) => (group.id === id ? { ...group, name } : group)),
      ),
    forgetGroup: async (id) =>
      arrange(
        (each) => each,
        state.view.groups.map((group) => (group.id === id ? { ...group, remembers: false } : group)),
      ),
    forget: async (id) => state.changeProfile(id, { remembers: false }),
  };
}

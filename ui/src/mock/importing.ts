/** The import sheet of the mock shell: every import finds what the scenario says. */

import type { Commands } from '../bridge';
import type { ImportDraft, ImportSheetView, MessageView } from '../types';
import { CLEAN } from './imports';
import type { MockState } from './state';

const UNSAFE_LINK: MessageView = {
  title: 'This link is not safe.',
  advice: 'Ask for one that begins with https://.',
  detail: '',
};

/** The draft without one thing that it lacked; complete when nothing else is missing. */
function without(draft: ImportDraft, need: string): ImportDraft {
  const needs = draft.needs.filter(({ id }) => id !== need);
  if (needs.length > 0) return { ...draft, needs };
  const lines = draft.lines.map((line) => (line.verdict === 'refused' ? { ...line, verdict: 'used' as const } : line));
  return { ...draft, needs, lines, verdict: 'importable', headline: CLEAN.headline };
}

type ImportCommand = Extract<keyof Commands, `import${string}`>;

export interface MockSheet {
  commands: Pick<Commands, ImportCommand>;
  /** Puts drafts onto the sheet that the window did not ask for. */
  find(drafts: readonly ImportDraft[]): void;
}

export function importSheet(state: MockState, found: readonly ImportDraft[], fetching: () => Promise<void>): MockSheet {
  let drafts: ImportDraft[] = [];
  const put = (more: readonly ImportDraft[]): ImportSheetView => {
    drafts = [...drafts.filter(({ id }) => more.every((each) => each.id !== id)), ...more];
    return { drafts };
  };
  const change = (id: string, to: (draft: ImportDraft) => ImportDraft): ImportSheetView => {
    drafts = drafts.map((draft) => (draft.id === id ? to(draft) : draft));
    return { drafts };
  };
  return {
    find: (more) => state.emit('importSheet', put(more)),
    commands: {
      importSheet: async () => ({ drafts }),
      importDialog: async () => put(found),
      importFolder: async () => put(found),
      importText: async () => put(found),
      importUrl: async (url) => {
        await fetching();
        return url.startsWith('http:') ? Promise.reject(UNSAFE_LINK) : put(found);
      },
      importFetch: async (draft) => {
        await fetching();
        return change(draft, () => ({ ...CLEAN, id: draft }));
      },
      importFix: async (draft, fix, on) =>
        change(draft, (before) => ({
          ...before,
          fixes: before.fixes.map((each) => (each.id === fix ? { ...each, applied: on } : each)),
        })),
      importProvide: async (draft) => change(draft, (before) => without(before, before.needs[0]?.id ?? '')),
      importAnswer: async (draft, placeholder, address) =>
        change(draft, (before) => ({ ...without(before, placeholder), servers: [`${address}:1194 UDP`] })),
      importDrop: async (draft) => {
        drafts = drafts.filter(({ id }) => id !== draft);
        return { drafts };
      },
      importConfirm: async (choices) => {
        const done = choices.map(({ draft, name, place }) => {
          const from = drafts.find(({ id }) => id === draft);
          const profile = place === 'skip' ? null : place === 'replace' ? (from?.existing?.id ?? null) : `new-${draft}`;
          if (profile !== null) state.addNew(profile, name, from?.servers[0]?.split(':')[0] ?? '');
          return { draft, profile, name, refused: null, remarks: [] };
        });
        drafts = [];
        return done;
      },
      importCancel: async () => {
        drafts = [];
      },
    },
  };
}

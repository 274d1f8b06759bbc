/** A double of the shell for `npm run dev` and the tests: `?scenario=connected` and so on. Nothing here is shipped. */

import type { Bridge } from './bridge';
import { change, look, ORIGINAL } from './mock/edits';
import { CLEAN } from './mock/imports';
import { LOG, PARTS, scenario } from './mock/scenarios';
import { CONNECTED, connecting, FAILED, IDLE, STEPS } from './mock/states';
import type {
  AnswerInput,
  DiffLine,
  ImportDraft,
  ImportSheetView,
  LogLineView,
  ProfileView,
  Status,
  TrafficView,
  View,
} from './types';

const PHASE_MS = 700;
const REMOVED_MESSAGE = 'no such profile';

/** Everything the double was told to do, so that tests can look. */
export interface Call {
  command: string;
  args: readonly unknown[];
}

export interface MockBridge extends Bridge {
  calls: Call[];
  push(change: (view: View) => View): void;
  traffic(traffic: TrafficView): void;
  /** Writes lines; the window hears of all of them, or of `heard`. */
  log(lines: LogLineView[], heard?: LogLineView[]): void;
  drag(over: boolean): void;
  askQuit(profiles: string[]): void;
  /** Something comes in from outside of the window. */
  find(drafts: ImportDraft[]): void;
  /** What the next fetch waits for; by default nothing. */
  fetching: Promise<void>;
}

export function mockBridge(name: string): MockBridge {
  const start = scenario(name);
  let view = start.view;
  const removed = new Map<string, ProfileView>();
  const calls: Call[] = [];
  const lines = [...LOG];
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const listeners = {
    view: [] as Array<(view: View) => void>,
    traffic: [] as Array<(traffic: TrafficView) => void>,
    log: [] as Array<(lines: LogLineView[]) => void>,
    sheet: [] as Array<(sheet: ImportSheetView) => void>,
    drag: [] as Array<(over: boolean) => void>,
    quit: [] as Array<(ask: { profiles: string[] }) => void>,
  };
  const push = (change: (view: View) => View) => {
    view = change(view);
    for (const listener of listeners.view) listener(view);
  };
  const setStatus = (id: string, status: Status) =>
    push((now) => ({
      ...now,
      primary: id,
      profiles: now.profiles.map((profile) => (profile.id === id ? { ...profile, status } : profile)),
    }));
  const later = (id: string, ms: number, action: () => void) => {
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(action, ms));
  };
  const walk = (id: string, phase: number) => {
    const profile = view.profiles.find((candidate) => candidate.id === id);
    if (profile === undefined) return;
    if (phase === 3 && profile.signIn !== 'Certificate' && !profile.remembers && view.prompt === null) {
      setStatus(id, connecting(profile, phase));
      push((now) => ({
        ...now,
        prompt: { ...start.prompt, profile: id, profileName: profile.name, server: profile.servers },
      }));
    } else if (phase < STEPS.length) {
      setStatus(id, connecting(profile, phase));
      later(id, PHASE_MS, () => walk(id, phase + 1));
    } else setStatus(id, CONNECTED(profile));
  };
  const note = (command: string, ...args: unknown[]) => {
    calls.push({ command, args });
  };
  const reply = (input: AnswerInput) => {
    const { prompt } = view;
    if (prompt === null || input.kind === 'open-browser') return;
    push((now) => ({ ...now, prompt: null }));
    const profile = view.profiles.find((candidate) => candidate.id === prompt.profile);
    if (profile === undefined) return;
    if (input.kind === 'cancel') setStatus(profile.id, IDLE(profile));
    else if (input.kind === 'credentials' && input.password === 'wrong') {
      later(profile.id, PHASE_MS, () =>
        push((now) => ({ ...now, prompt: { ...prompt, id: prompt.id + 1, refused: FAILED.refused } })),
      );
    } else later(profile.id, PHASE_MS, () => walk(profile.id, 4));
  };

  let tick = 0;
  const totals = new Map<string, { received: number; sent: number }>();
  const sample = () => {
    tick += 1;
    for (const profile of view.profiles.filter(({ status }) => status.details !== null)) {
      const receiveRate = Math.round(
        1_800_000 * (1 + Math.sin(tick / 5)) * (0.6 + 0.4 * Math.abs(Math.sin(tick * 1.7))) + 40_000,
      );
      const sendRate = Math.round(180_000 * (1.2 + Math.cos(tick / 7)) * (0.7 + 0.3 * Math.abs(Math.cos(tick * 2.3))));
      const total = totals.get(profile.id) ?? { received: 1_240_000_000, sent: 87_300_000 };
      const next = { received: total.received + receiveRate, sent: total.sent + sendRate };
      totals.set(profile.id, next);
      const packets = [
        `${Math.round(next.received / 1200)} received, ${Math.round(next.sent / 400)} sent`,
        '14 at a time',
      ];
      const dropped = ['2 repeated or too late', '1 badly built'];
      const traffic = { profile: profile.id, ...next, receiveRate, sendRate, packets, dropped };
      for (const listener of listeners.traffic) listener(traffic);
    }
  };

  let drafts: ImportDraft[] = [];
  const found = (more: readonly ImportDraft[]): ImportSheetView => {
    drafts = [...drafts.filter(({ id }) => more.every((each) => each.id !== id)), ...more];
    return { drafts };
  };
  const changeDraft = (id: string, to: (draft: ImportDraft) => ImportDraft): ImportSheetView => {
    drafts = drafts.map((draft) => (draft.id === id ? to(draft) : draft));
    return { drafts };
  };
  const without = (draft: ImportDraft, need: string): ImportDraft => {
    const needs = draft.needs.filter(({ id }) => id !== need);
    if (needs.length > 0) return { ...draft, needs };
    const lines = draft.lines.map((line) =>
      line.verdict === 'refused' ? { ...line, verdict: 'used' as const } : line,
    );
    return { ...draft, needs, lines, verdict: 'importable', headline: CLEAN.headline };
  };
  const addProfile = (id: string, name: string, servers: string) =>
    push((now) => ({
      ...now,
      primary: now.primary ?? id,
      profiles: [
        ...now.profiles.filter((profile) => profile.id !== id),
        {
          id,
          name,
          servers,
          signIn: 'Password',
          lastUsed: null,
          remembers: false,
          temporary: false,
          status: IDLE({ lastUsed: null }),
        },
      ].sort((a, b) => a.name.localeCompare(b.name)),
    }));
  const texts = new Map<string, string>();
  const nameOf = (id: string) => view.profiles.find((profile) => profile.id === id)?.name ?? '';
  const diff = (id: string): DiffLine[] => {
    const [before, after] = [ORIGINAL, texts.get(id) ?? ORIGINAL].map((text) => text.split('\n'));
    const lines: DiffLine[] = [];
    before?.forEach((text, at) => {
      if (after?.includes(text) !== true) lines.push({ kind: 'removed', old: at + 1, new: null, text });
    });
    after?.forEach((text, at) => {
      if (before?.includes(text) !== true) lines.push({ kind: 'added', old: null, new: at + 1, text });
    });
    return lines;
  };

  const bridge: MockBridge = {
    calls,
    fetching: Promise.resolve(),
    push,
    traffic: (traffic) => listeners.traffic.forEach((listener) => listener(traffic)),
    log: (fresh, heard = fresh) => {
      lines.push(...fresh);
      for (const listener of listeners.log) listener(heard);
    },
    drag: (over) => listeners.drag.forEach((listener) => listener(over)),
    askQuit: (profiles) => listeners.quit.forEach((listener) => listener({ profiles })),
    find: (more) => {
      const sheet = found(more);
      listeners.sheet.forEach((listener) => listener(sheet));
    },
    view: async () => view,
    connect: async (id) => {
      note('connect', id);
      walk(id, 0);
    },
    disconnect: async (id) => {
      note('disconnect', id);
      clearTimeout(timers.get(id));
      const profile = view.profiles.find((candidate) => candidate.id === id);
      if (profile !== undefined) setStatus(id, IDLE({ ...profile, lastUsed: Math.floor(Date.now() / 1000) }));
    },
    answer: async (id, prompt, input) => {
      note('answer', id, prompt, input);
      reply(input);
    },
    importDialog: async () => {
      note('importDialog');
      return found(start.found);
    },
    importFolder: async () => {
      note('importFolder');
      return found(start.found);
    },
    importText: async (file, text) => {
      note('importText', file, text);
      return found(start.found);
    },
    importUrl: async (url) => {
      note('importUrl', url);
      await bridge.fetching;
      if (url.startsWith('http:'))
        return Promise.reject({
          title: 'This link is not safe.',
          advice: 'Ask for one that begins with https://.',
          detail: '',
        });
      return found(start.found);
    },
    importFetch: async (draft) => {
      note('importFetch', draft);
      await bridge.fetching;
      return changeDraft(draft, () => ({ ...CLEAN, id: draft }));
    },
    importFix: async (draft, fix, on) => {
      note('importFix', draft, fix, on);
      return changeDraft(draft, (before) => ({
        ...before,
        fixes: before.fixes.map((each) => (each.id === fix ? { ...each, applied: on } : each)),
      }));
    },
    importProvide: async (draft) => {
      note('importProvide', draft);
      return changeDraft(draft, (before) => without(before, before.needs[0]?.id ?? ''));
    },
    importAnswer: async (draft, placeholder, address) => {
      note('importAnswer', draft, placeholder, address);
      return changeDraft(draft, (before) => ({ ...without(before, placeholder), servers: [`${address}:1194 UDP`] }));
    },
    importDrop: async (draft) => {
      note('importDrop', draft);
      drafts = drafts.filter(({ id }) => id !== draft);
      return { drafts };
    },
    importConfirm: async (choices) => {
      note('importConfirm', choices);
      const done = choices.map(({ draft, name: called, place }) => {
        const from = drafts.find(({ id }) => id === draft);
        const profile = place === 'skip' ? null : place === 'replace' ? (from?.existing?.id ?? null) : `new-${draft}`;
        if (profile !== null) addProfile(profile, called, from?.servers[0]?.split(':')[0] ?? '');
        return { draft, profile, name: called, refused: null, remarks: [] };
      });
      drafts = [];
      return done;
    },
    importCancel: async () => {
      note('importCancel');
      drafts = [];
    },
    editOpen: async (id) => {
      note('editOpen', id);
      return look(id, nameOf(id), texts.get(id) ?? ORIGINAL);
    },
    editLook: async (id, text) => {
      note('editLook', id, text);
      return look(id, nameOf(id), text);
    },
    editChange: async (id, text, form) => {
      note('editChange', id, text, form);
      return change(id, nameOf(id), text, form);
    },
    editSave: async (id, to, text) => {
      note('editSave', id, to, text);
      if (look(id, to, text).verdict === 'reject') {
        return Promise.reject({
          title: 'This profile cannot be used as it stands.',
          advice: 'The report says which lines stand in the way.',
          detail: '',
        });
      }
      texts.set(id, text);
      push((now) => ({
        ...now,
        profiles: now.profiles.map((profile) => (profile.id === id ? { ...profile, name: to } : profile)),
      }));
      return null;
    },
    editOriginal: async (id) => {
      note('editOriginal', id);
      return { diff: diff(id), changed: diff(id).length > 0 };
    },
    editRestore: async (id) => {
      note('editRestore', id);
      return look(id, nameOf(id), ORIGINAL);
    },
    duplicateProfile: async (id) => {
      note('duplicateProfile', id);
      const copy = `${id}-copy`;
      addProfile(copy, `${nameOf(id)} (2)`, 'vpn.example.com');
      return copy;
    },
    exportProfile: async (id) => {
      note('exportProfile', id);
    },
    renameProfile: async (id, to) => {
      note('renameProfile', id, to);
      push((now) => ({
        ...now,
        profiles: now.profiles.map((profile) => (profile.id === id ? { ...profile, name: to } : profile)),
      }));
    },
    removeProfile: async (id) => {
      note('removeProfile', id);
      const profile = view.profiles.find((candidate) => candidate.id === id);
      if (profile === undefined) throw new Error(REMOVED_MESSAGE);
      removed.set(id, profile);
      push((now) => ({ ...now, profiles: now.profiles.filter((candidate) => candidate.id !== id) }));
    },
    undoRemove: async (id) => {
      note('undoRemove', id);
      const profile = removed.get(id);
      if (profile === undefined) throw new Error(REMOVED_MESSAGE);
      push((now) => ({
        ...now,
        profiles: [...now.profiles, profile].sort((a, b) => a.name.localeCompare(b.name)),
      }));
    },
    forget: async (id) => {
      note('forget', id);
      push((now) => ({
        ...now,
        profiles: now.profiles.map((profile) => (profile.id === id ? { ...profile, remembers: false } : profile)),
      }));
    },
    readLog: async (after, limit) => lines.filter((line) => line.number > after).slice(0, limit),
    quit: async (confirmed) => {
      note('quit', confirmed);
      const up = view.profiles.filter((profile) => profile.status.details !== null).map((profile) => profile.name);
      if (!confirmed && up.length > 0) bridge.askQuit(up);
    },
    about: async () => ({ version: view.version, contract: 1, licence: 'MIT OR Apache-2.0', parts: PARTS }),
    ready: async () => {
      note('ready');
      if (start.shown === 'found') bridge.find(start.found);
      if (start.shown === 'drag') bridge.drag(true);
      if (start.shown === 'quit') bridge.askQuit(['Work']);
      if (import.meta.env.MODE === 'test') return;
      const realNow = Date.now;
      // A full minute of traffic at once, so that the graph has something to show from the start.
      const now = realNow();
      for (let second = 60; second > 0; second--) {
        Date.now = () => now - second * 1000;
        sample();
      }
      Date.now = realNow;
      setInterval(sample, 1000);
    },
    onView: async (listener) => void listeners.view.push(listener),
    onTraffic: async (listener) => void listeners.traffic.push(listener),
    onLog: async (listener) => void listeners.log.push(listener),
    onImportSheet: async (listener) => void listeners.sheet.push(listener),
    onDrag: async (listener) => void listeners.drag.push(listener),
    onAskQuit: async (listener) => void listeners.quit.push(listener),
  };
  return bridge;
}

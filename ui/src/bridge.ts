/** The door to the shell: the only module that names Tauri. Everything else sees the {@link Bridge}. */

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  AboutView,
  AnswerInput,
  AskQuitView,
  DragView,
  ImportResult,
  LogLineView,
  TrafficView,
  View,
} from './types';

/** What the shell does for the window. A rejected promise carries a `Sentence`, or a text for the log. */
export interface Bridge {
  view(): Promise<View>;
  connect(profile: string): Promise<void>;
  disconnect(profile: string): Promise<void>;
  answer(profile: string, prompt: number, answer: AnswerInput): Promise<void>;
  importDialog(): Promise<ImportResult[]>;
  importText(name: string, text: string): Promise<ImportResult[]>;
  renameProfile(profile: string, name: string): Promise<void>;
  removeProfile(profile: string): Promise<void>;
  undoRemove(profile: string): Promise<void>;
  forget(profile: string): Promise<void>;
  /** Lines numbered above `after`, oldest first, at most `limit`. */
  readLog(after: number, limit: number): Promise<LogLineView[]>;
  quit(confirmed: boolean): Promise<void>;
  about(): Promise<AboutView>;
  /** The window has drawn its first picture and listens. */
  ready(): Promise<void>;

  // Each resolves once the shell's events reach the listener.
  onView(listener: (view: View) => void): Promise<void>;
  onTraffic(listener: (traffic: TrafficView) => void): Promise<void>;
  onLog(listener: (lines: LogLineView[]) => void): Promise<void>;
  onImportResults(listener: (results: ImportResult[]) => void): Promise<void>;
  onDrag(listener: (over: boolean) => void): Promise<void>;
  onAskQuit(listener: (ask: AskQuitView) => void): Promise<void>;
}

/** One result or several: a command that imports one thing may answer with one. */
async function results(command: string, args?: Record<string, unknown>): Promise<ImportResult[]> {
  const answer = await invoke<ImportResult | ImportResult[] | null>(command, args);
  if (answer === null) return [];
  return Array.isArray(answer) ? answer : [answer];
}

// The type says what the shell promises for this event.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
async function on<T>(event: string, listener: (payload: T) => void): Promise<void> {
  await listen<T>(event, ({ payload }) => listener(payload));
}

export const shell: Bridge = {
  view: () => invoke('view'),
  connect: (profile) => invoke('connect', { profile }),
  disconnect: (profile) => invoke('disconnect', { profile }),
  answer: (profile, prompt, answer) => invoke('answer', { profile, prompt, answer }),
  importDialog: () => results('import_dialog'),
  importText: (name, text) => results('import_text', { name, text }),
  renameProfile: (profile, name) => invoke('rename_profile', { profile, name }),
  removeProfile: (profile) => invoke('remove_profile', { profile }),
  undoRemove: (profile) => invoke('undo_remove', { profile }),
  forget: (profile) => invoke('forget', { profile }),
  readLog: (after, limit) => invoke('read_log', { after, limit }),
  quit: (confirmed) => invoke('quit', { confirmed }),
  about: () => invoke('about'),
  ready: () => invoke('ready'),
  onView: (listener) => on('view', listener),
  onTraffic: (listener) => on('traffic', listener),
  onLog: (listener) => on('log', listener),
  onImportResults: (listener) => on('import-results', listener),
  onDrag: (listener) => on<DragView>('drag', ({ over }) => listener(over)),
  onAskQuit: (listener) => on('ask-quit', listener),
};

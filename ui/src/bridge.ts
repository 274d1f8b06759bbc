/** The door to the shell: the only module that names Tauri. Everything else sees the {@link Bridge}. */

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  AboutView,
  AnswerInput,
  AskQuitView,
  DragView,
  EditForm,
  EditView,
  ImportChoice,
  ImportDone,
  ImportSheetView,
  LogLineView,
  OriginalView,
  Sentence,
  TrafficView,
  View,
} from './types';

/** What the shell does for the window. A rejected promise carries a `Sentence`, or a text for the log. */
export interface Bridge {
  view(): Promise<View>;
  connect(profile: string): Promise<void>;
  disconnect(profile: string): Promise<void>;
  answer(profile: string, prompt: number, answer: AnswerInput): Promise<void>;
  renameProfile(profile: string, name: string): Promise<void>;
  removeProfile(profile: string): Promise<void>;
  undoRemove(profile: string): Promise<void>;
  forget(profile: string): Promise<void>;
  /** Gives the id of the copy. */
  duplicateProfile(profile: string): Promise<string>;
  /** Asks where to; resolves as well when the person changes their mind. */
  exportProfile(profile: string): Promise<void>;
  /** Lines numbered above `after`, oldest first, at most `limit`. */
  readLog(after: number, limit: number): Promise<LogLineView[]>;
  quit(confirmed: boolean): Promise<void>;
  about(): Promise<AboutView>;
  /** The window has drawn its first picture and listens. */
  ready(): Promise<void>;

  // Nothing of these is kept before `importConfirm`.
  importDialog(): Promise<ImportSheetView>;
  importFolder(): Promise<ImportSheetView>;
  importText(name: string, text: string): Promise<ImportSheetView>;
  importUrl(url: string): Promise<ImportSheetView>;
  /** Goes on with a draft that waits for the person's word: fetches it, or opens the browser. */
  importFetch(draft: string): Promise<ImportSheetView>;
  importFix(draft: string, fix: string, on: boolean): Promise<ImportSheetView>;
  /** Asks for the files that a draft lacks. */
  importProvide(draft: string): Promise<ImportSheetView>;
  importAnswer(draft: string, placeholder: string, address: string): Promise<ImportSheetView>;
  importDrop(draft: string): Promise<ImportSheetView>;
  /** Keeps what was chosen, and closes the sheet. */
  importConfirm(choices: ImportChoice[]): Promise<ImportDone[]>;
  importCancel(): Promise<void>;

  // The text of the editor has marks in the place of keys and passwords.
  editOpen(profile: string): Promise<EditView>;
  editLook(profile: string, text: string): Promise<EditView>;
  /** Writes the form into the text. */
  editChange(profile: string, text: string, form: EditForm): Promise<EditView>;
  /** A sentence if there is something to know about it. */
  editSave(profile: string, name: string, text: string): Promise<Sentence | null>;
  editOriginal(profile: string): Promise<OriginalView>;
  /** The text as it was imported; nothing is saved by it. */
  editRestore(profile: string): Promise<EditView>;

  // Each resolves once the shell's events reach the listener.
  onView(listener: (view: View) => void): Promise<void>;
  onTraffic(listener: (traffic: TrafficView) => void): Promise<void>;
  onLog(listener: (lines: LogLineView[]) => void): Promise<void>;
  onImportSheet(listener: (sheet: ImportSheetView) => void): Promise<void>;
  onDrag(listener: (over: boolean) => void): Promise<void>;
  onAskQuit(listener: (ask: AskQuitView) => void): Promise<void>;
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
  renameProfile: (profile, name) => invoke('rename_profile', { profile, name }),
  removeProfile: (profile) => invoke('remove_profile', { profile }),
  undoRemove: (profile) => invoke('undo_remove', { profile }),
  forget: (profile) => invoke('forget', { profile }),
  duplicateProfile: (profile) => invoke('duplicate_profile', { profile }),
  exportProfile: (profile) => invoke('export_profile', { profile }),
  readLog: (after, limit) => invoke('read_log', { after, limit }),
  quit: (confirmed) => invoke('quit', { confirmed }),
  about: () => invoke('about'),
  ready: () => invoke('ready'),
  importDialog: () => invoke('import_dialog'),
  importFolder: () => invoke('import_folder'),
  importText: (name, text) => invoke('import_text', { name, text }),
  importUrl: (url) => invoke('import_url', { url }),
  importFetch: (draft) => invoke('import_fetch', { draft }),
  importFix: (draft, fix, on) => invoke('import_fix', { draft, fix, on }),
  importProvide: (draft) => invoke('import_provide', { draft }),
  importAnswer: (draft, placeholder, address) => invoke('import_answer', { draft, placeholder, address }),
  importDrop: (draft) => invoke('import_drop', { draft }),
  importConfirm: (choices) => invoke('import_confirm', { choices }),
  importCancel: () => invoke('import_cancel'),
  editOpen: (profile) => invoke('edit_open', { profile }),
  editLook: (profile, text) => invoke('edit_look', { profile, text }),
  editChange: (profile, text, form) => invoke('edit_change', { profile, text, form }),
  editSave: (profile, name, text) => invoke('edit_save', { profile, name, text }),
  editOriginal: (profile) => invoke('edit_original', { profile }),
  editRestore: (profile) => invoke('edit_restore', { profile }),
  onView: (listener) => on('view', listener),
  onTraffic: (listener) => on('traffic', listener),
  onLog: (listener) => on('log', listener),
  onImportSheet: (listener) => on('import-sheet', listener),
  onDrag: (listener) => on<DragView>('drag', ({ over }) => listener(over)),
  onAskQuit: (listener) => on('ask-quit', listener),
};

/** What the window knows: cells that React reads through `useSyncExternalStore`, filled by the bridge. */

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Bridge } from './bridge';
import type { ImportDraft, ImportSheetView, LogLineView, ProfileView, Sentence, TrafficView, View } from './types';

/** A value that tells when it changes. */
export class Cell<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  set = (value: T): void => {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };

  update = (change: (value: T) => T): void => this.set(change(this.#value));

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** One second of traffic. */
export interface Sample {
  /** When it arrived, milliseconds of `Date.now()`. */
  at: number;
  receiveRate: number;
  sendRate: number;
}

/** The traffic of one profile since it connected. */
export interface Traffic {
  received: number;
  sent: number;
  packets: readonly string[];
  dropped: readonly string[];
  /** The last {@link GRAPH_SECONDS} seconds, oldest first. */
  samples: readonly Sample[];
}

/** A short message at the bottom of the window, before it has its number. */
export type NewToast =
  | { kind: 'removed'; profile: string; name: string }
  | { kind: 'forgotten' | 'exported' | 'duplicated'; name: string }
  | { kind: 'saved'; name: string; remark: string }
  | { kind: 'imported'; count: number; name: string; profile: string; remark: string }
  | { kind: 'copied' }
  | { kind: 'failed'; sentence: Sentence };
export type Toast = { id: number } & NewToast;

/** How far back the graph looks. */
export const GRAPH_SECONDS = 60;
/** Lines the log page keeps; older ones are in the helper's log. More would make scrolling heavy. */
export const LOG_LINES = 2000;
const LOG_BATCH = 500;
/** Bounds one catching up; a log that grows faster than it is read is caught at the next event. */
const LOG_BATCHES = 40;
/** More toasts than this would cover the list. */
const TOASTS = 3;

/** What was typed into a prompt, kept until the profile stops connecting, so that a refusal loses nothing. */
export interface Draft {
  username: string;
  password: string;
  remember: boolean;
}

export class Model {
  readonly view = new Cell<View | null>(null);
  readonly traffic = new Cell<ReadonlyMap<string, Traffic>>(new Map());
  readonly log = new Cell<readonly LogLineView[]>([]);
  /** What was found and waits for the person's word. */
  readonly found = new Cell<readonly ImportDraft[]>([]);
  readonly dragOver = new Cell(false);
  /** The profiles whose tunnels quitting would end; `null` while nobody wants to quit. */
  readonly quitAsked = new Cell<readonly string[] | null>(null);
  readonly toasts = new Cell<readonly Toast[]>([]);
  readonly drafts = new Map<string, Draft>();
  #nextToast = 1;
  #catchingUp: Promise<void> | null = null;
  /** Until someone opens the log, its events are dropped: opening reads them all. */
  #logRead = false;

  constructor(readonly bridge: Bridge) {}

  /** Listens, then asks for the first view: in that order nothing falls between. */
  async start(): Promise<void> {
    const { bridge } = this;
    await Promise.all([
      bridge.onView(this.#acceptView),
      bridge.onTraffic(this.#acceptTraffic),
      bridge.onLog(this.#acceptLog),
      bridge.onImportSheet(this.showSheet),
      bridge.onDrag(this.dragOver.set),
      bridge.onAskQuit(({ profiles }) => this.quitAsked.set(profiles)),
    ]);
    const first = await bridge.view();
    if (this.view.get() === null) this.#acceptView(first);
  }

  /** Runs a command; what goes wrong becomes a toast. Returns whether it worked. */
  run = async (command: Promise<unknown>): Promise<boolean> => {
    try {
      await command;
      return true;
    } catch (reason) {
      this.toast({ kind: 'failed', sentence: asSentence(reason) });
      return false;
    }
  };

  /** Brings something in, and shows the sheet. */
  runImport = (command: Promise<ImportSheetView>): Promise<boolean> => this.run(command.then(this.showSheet));

  showSheet = ({ drafts }: ImportSheetView): void => this.found.set(drafts);

  toast = (toast: NewToast): void => {
    const id = this.#nextToast++;
    this.toasts.update((all) => [...all.slice(1 - TOASTS), { ...toast, id }]);
  };

  dismissToast = (id: number): void => this.toasts.update((all) => all.filter((toast) => toast.id !== id));

  /** Reads the lines that the window has not got yet. */
  catchUpLog = (): Promise<void> => {
    this.#catchingUp ??= this.#readMissing().finally(() => {
      this.#catchingUp = null;
    });
    return this.#catchingUp;
  };

  async #readMissing(): Promise<void> {
    for (let batch = 0; batch < LOG_BATCHES; batch++) {
      const after = this.log.get().at(-1)?.number ?? 0;
      const lines = await this.bridge.readLog(after, LOG_BATCH);
      this.#appendLog(lines);
      if (lines.length < LOG_BATCH) break;
    }
    this.#logRead = true;
  }

  #acceptView = (view: View): void => {
    const previous = this.view.get();
    const shared = previous === null ? view : { ...view, profiles: share(previous.profiles, view.profiles) };
    for (const profile of view.profiles) {
      const { shape, action } = profile.status;
      if (shape === 'on' || action === 'connect') this.drafts.delete(profile.id);
    }
    this.#dropTraffic(view);
    this.view.set(shared);
  };

  #acceptTraffic = ({ profile, receiveRate, sendRate, ...totals }: TrafficView): void => {
    const at = Date.now();
    this.traffic.update((all) => {
      const kept = (all.get(profile)?.samples ?? []).filter((sample) => at - sample.at <= (GRAPH_SECONDS + 2) * 1000);
      return new Map(all).set(profile, { ...totals, samples: [...kept, { at, receiveRate, sendRate }] });
    });
  };

  /** A tunnel that is down has no traffic; its graph starts anew with the next one. */
  #dropTraffic(view: View): void {
    const up = new Set(view.profiles.filter((profile) => profile.status.details !== null).map((profile) => profile.id));
    const all = this.traffic.get();
    const kept = new Map([...all].filter(([id]) => up.has(id)));
    if (kept.size !== all.size) this.traffic.set(kept);
  }

  #acceptLog = (lines: LogLineView[]): void => {
    const first = lines[0]?.number;
    if (first === undefined || !this.#logRead) return;
    const last = this.log.get().at(-1)?.number;
    if (last !== undefined && first > last + 1) void this.catchUpLog().catch(() => this.#appendLog(lines));
    else this.#appendLog(lines);
  };

  #appendLog(lines: readonly LogLineView[]): void {
    const last = this.log.get().at(-1)?.number ?? -1;
    const fresh = lines.filter((line) => line.number > last);
    if (fresh.length > 0) this.log.update((all) => [...all, ...fresh].slice(-LOG_LINES));
  }
}

/** Keeps the old object of each profile that did not change, so that only changed rows are drawn again. */
function share(before: readonly ProfileView[], after: ProfileView[]): ProfileView[] {
  const old = new Map(before.map((profile) => [profile.id, profile]));
  return after.map((profile) => {
    const known = old.get(profile.id);
    return known !== undefined && JSON.stringify(known) === JSON.stringify(profile) ? known : profile;
  });
}

export function asSentence(reason: unknown): Sentence {
  if (typeof reason === 'object' && reason !== null && 'title' in reason) {
    const { title, advice, detail } = reason as Partial<Sentence>;
    return { title: title ?? '', advice: advice ?? '', detail: detail ?? '' };
  }
  return { title: '', advice: '', detail: reason instanceof Error ? reason.message : String(reason) };
}

export const ModelContext = createContext<Model | null>(null);

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (model === null) throw new Error('no model above this component');
  return model;
}

/** Reads a cell, or a part of it; draws again when that part changes. */
export function useCell<T>(cell: Cell<T>): T;
export function useCell<T, P>(cell: Cell<T>, select: (value: T) => P): P;
export function useCell<T, P>(cell: Cell<T>, select?: (value: T) => P): T | P {
  const read = useCallback(() => (select === undefined ? cell.get() : select(cell.get())), [cell, select]);
  return useSyncExternalStore(cell.subscribe, read);
}

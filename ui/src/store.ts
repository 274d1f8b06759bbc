/** What the window knows: stores that components read with `useStore`, filled by the bridge. */

import { useStore } from '@nanostores/react';
import { atom, map } from 'nanostores';
import { createContext, useContext } from 'react';
import type { Bridge } from './bridge';
import type { ImportDraft, ImportSheetView, LogLineView, ProfileView, MessageView, TrafficView, View } from './types';

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
  | { kind: 'removed'; profiles: readonly string[]; name: string }
  | { kind: 'forgotten' | 'exported' | 'duplicated'; name: string }
  | { kind: 'saved'; name: string; remark: string }
  | { kind: 'imported'; count: number; name: string; profile: string; remark: string }
  | { kind: 'copied' }
  | { kind: 'failed'; sentence: MessageView };
export type Toast = { id: number } & NewToast;

/** How far back the graph looks. */
export const GRAPH_SECONDS = 60;
/** Lines the log page keeps; older ones are in the helper's log. More would make scrolling heavy. */
export const LOG_LINES = 2000;
const LOG_BATCH = 500;
/** Bounds one catching up; a log that grows faster than it is read is caught at the next event. */
const LOG_BATCHES = 40;
/** Messages that wait for one another; older ones are no news any more. */
const TOASTS = 3;

/** What was typed into a prompt, kept until the profile stops connecting, so that a refusal loses nothing. */
export interface Typed {
  /** By field. */
  values: Readonly<Record<string, string | undefined>>;
  remember: boolean;
}

export class Model {
  readonly view = atom<View | null>(null);
  /** By profile id; only profiles whose tunnel is up. */
  readonly traffic = map<Record<string, Traffic | undefined>>({});
  readonly log = atom<readonly LogLineView[]>([]);
  /** What was found and is not imported yet. */
  readonly found = atom<readonly ImportDraft[]>([]);
  readonly dragOver = atom(false);
  /** The profiles whose tunnels quitting would end; `null` while quitting is not being asked about. */
  readonly quitAsked = atom<readonly string[] | null>(null);
  readonly toasts = atom<readonly Toast[]>([]);
  readonly typed = new Map<string, Typed>();
  #nextToast = 1;
  #catchingUp: Promise<void> | null = null;
  /** Until someone opens the log, its events are dropped: opening reads them all. */
  #logRead = false;

  constructor(readonly bridge: Bridge) {}

  /** Listens, then asks for the first view: in that order nothing falls between. */
  async start(): Promise<void> {
    const { bridge } = this;
    await Promise.all([
      bridge.on('view', this.#acceptView),
      bridge.on('traffic', this.#acceptTraffic),
      bridge.on('log', this.#acceptLog),
      bridge.on('importSheet', this.showSheet),
      bridge.on('drag', ({ over }) => this.dragOver.set(over)),
      bridge.on('askQuit', ({ profiles }) => this.quitAsked.set(profiles)),
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
      this.toast({ kind: 'failed', sentence: asMessage(reason) });
      return false;
    }
  };

  /** Brings something in, and shows the sheet. */
  runImport = (command: Promise<ImportSheetView>): Promise<boolean> => this.run(command.then(this.showSheet));

  showSheet = ({ drafts }: ImportSheetView): void => this.found.set(drafts);

  toast = (toast: NewToast): void => {
    const id = this.#nextToast++;
    this.toasts.set([...this.toasts.get().slice(1 - TOASTS), { ...toast, id }]);
  };

  dismissToast = (id: number): void => this.toasts.set(this.toasts.get().filter((toast) => toast.id !== id));

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
      if (shape === 'on' || action === 'connect') this.typed.delete(profile.id);
    }
    this.#dropTraffic(view);
    this.view.set(shared);
  };

  #acceptTraffic = ({ profile, receiveRate, sendRate, ...totals }: TrafficView): void => {
    const at = Date.now();
    const before = this.traffic.get()[profile]?.samples ?? [];
    const kept = before.filter((sample) => at - sample.at <= (GRAPH_SECONDS + 2) * 1000);
    this.traffic.setKey(profile, { ...totals, samples: [...kept, { at, receiveRate, sendRate }] });
  };

  /** A tunnel that is down has no traffic; its graph starts anew with the next one. */
  #dropTraffic(view: View): void {
    const up = new Set(view.profiles.filter((profile) => profile.status.details !== null).map((profile) => profile.id));
    for (const id of Object.keys(this.traffic.get())) if (!up.has(id)) this.traffic.setKey(id, undefined);
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
    if (fresh.length > 0) this.log.set([...this.log.get(), ...fresh].slice(-LOG_LINES));
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

export function asMessage(reason: unknown): MessageView {
  if (typeof reason === 'object' && reason !== null && 'title' in reason) {
    const { title, advice, detail } = reason as Partial<MessageView>;
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

/** Traffic of one profile; draws again only when that of this profile changes. */
export function useTraffic(profile: string): Traffic | undefined {
  const { traffic } = useModel();
  return useStore(traffic, { keys: [profile], deps: [traffic, profile] })[profile];
}

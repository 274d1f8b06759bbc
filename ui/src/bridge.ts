/** The way to the shell: its commands and events as generated from Rust. The mock implements the same {@link Bridge}. */

import { commands, events } from './generated/bindings';

type Generated = typeof commands;
/** Rust's `()` arrives as `null`, which nobody reads. */
type Result<C extends keyof Generated> = [Awaited<ReturnType<Generated[C]>>] extends [null]
  ? Promise<unknown>
  : ReturnType<Generated[C]>;

/** What each command takes and gives. A rejected promise carries a `MessageView`, or a text for the log. */
export type Commands = { [C in keyof Generated]: (...args: Parameters<Generated[C]>) => Result<C> };

/** What each event carries. */
export type Events = {
  [E in keyof typeof events]: Parameters<Parameters<(typeof events)[E]['listen']>[0]>[0]['payload'];
};

/** What the shell does for the window. */
export interface Bridge extends Commands {
  /** Resolves once the shell's events reach the listener. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): Promise<void>;
}

interface EventSource<T> {
  listen: (callback: (event: { payload: T }) => void) => Promise<unknown>;
}
const sources: { [E in keyof Events]: EventSource<Events[E]> } = events;

export const shell: Bridge = {
  ...commands,
  on: async (event, listener) => {
    await sources[event].listen(({ payload }) => listener(payload));
  },
};

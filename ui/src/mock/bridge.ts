/** A mock of the shell for `npm run dev` and the tests: `?scenario=connected` and so on. Nothing here is shipped. */

import type { Bridge, Commands } from '../bridge';
import type { ImportDraft, LogLineView, TrafficView, View } from '../types';
import { connectingCommands, trafficSource } from './connecting';
import { helperCommands } from './helper';
import { importSheet } from './importing';
import { editorCommands, listCommands } from './profiles';
import { overviewCommands } from './overview';
import { protectionCommands } from './protection';
import { LOG, PARTS, scenario } from './scenarios';
import { settingsCommands } from './settings';
import { MockState } from './state';

/** One command that the window called. */
export interface Call {
  command: string;
  args: readonly unknown[];
}

export interface MockBridge extends Bridge {
  /** Every call of a command, in order. */
  calls: Call[];
  push(change: (view: View) => View): void;
  traffic(traffic: TrafficView): void;
  /** Writes lines; the event carries all of them, or `sent`. */
  log(lines: LogLineView[], sent?: LogLineView[]): void;
  drag(over: boolean): void;
  askQuit(profiles: string[]): void;
  /** Something comes in from outside of the window. */
  find(drafts: ImportDraft[]): void;
  /** What the next fetch waits for; by default nothing. */
  fetching: Promise<void>;
}

/** The same commands, each call written to `calls`. */
function recorded(commands: Commands, calls: Call[]): Commands {
  const wrap = ([command, run]: [string, (...args: never[]) => unknown]) => [
    command,
    (...args: never[]) => {
      calls.push({ command, args });
      return run(...args);
    },
  ];
  return Object.fromEntries(Object.entries(commands).map(wrap)) as Commands;
}

/** A full minute of traffic at once, so that the graph has something to show from the start; then as it comes. */
function startTraffic(sample: () => void): void {
  const realNow = Date.now;
  const now = realNow();
  for (let second = 60; second > 0; second--) {
    Date.now = () => now - second * 1000;
    sample();
  }
  Date.now = realNow;
  setInterval(sample, 1000);
}

export function mockBridge(name: string): MockBridge {
  const start = scenario(name);
  const state = new MockState(start.view);
  const calls: Call[] = [];
  const lines = [...LOG];
  const sheet = importSheet(state, start.found, () => bridge.fetching);
  const commands: Commands = {
    ...connectingCommands(state, start.prompt),
    ...sheet.commands,
    ...editorCommands(state),
    ...listCommands(state),
    ...protectionCommands(state),
    ...overviewCommands(state),
    ...settingsCommands(state),
    view: async () => state.view,
    learnNetwork: async (server) => {
      if (!/^[\d.]+(:\d+)?$/.test(server)) {
        return Promise.reject({ title: 'This is not the address of a server.', advice: '', detail: '' });
      }
      return { server: server.includes(':') ? server : `${server}:443`, key: 'a5'.repeat(32) };
    },
    setNetwork: async (profile, network) => state.changeProfile(profile, { network }),
    windowSeen: async () => {},
    fitWindow: async () => {},
    ...helperCommands(state),
    readLog: async (after, limit) => lines.filter((line) => line.number > after).slice(0, limit),
    quit: async (confirmed) => {
      const up = state.view.profiles.filter(({ status }) => status.details !== null).map((profile) => profile.name);
      if (!confirmed && up.length > 0) bridge.askQuit(up);
    },
    about: async () => ({ version: state.view.version, contract: 1, licence: 'MIT OR Apache-2.0', parts: PARTS }),
    ready: async () => {
      if (start.shown === 'found') sheet.find(start.found);
      if (start.shown === 'drag') bridge.drag(true);
      if (start.shown === 'quit') bridge.askQuit(['Work']);
      if (import.meta.env.MODE !== 'test') startTraffic(trafficSource(state));
    },
  };
  const bridge: MockBridge = {
    ...recorded(commands, calls),
    on: async (event, listener) => state.on(event, listener),
    calls,
    fetching: Promise.resolve(),
    push: state.push,
    traffic: (traffic) => state.emit('traffic', traffic),
    log: (fresh, sent = fresh) => {
      lines.push(...fresh);
      state.emit('log', sent);
    },
    drag: (over) => state.emit('drag', { over }),
    askQuit: (profiles) => state.emit('askQuit', { profiles }),
    find: (drafts) => sheet.find(drafts),
  };
  return bridge;
}

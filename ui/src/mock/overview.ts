/** What goes where, whether it does, and how much went through, as the shell would tell it. */

import type { Commands } from '../bridge';
import type { CheckedView, HistoryView, MovedView, OverlapView, OverviewView, View, WayRow } from '../types';
import type { MockState } from './state';

export const NO_OVERVIEW: OverviewView = { ways: { networks: [], more: null, names: [] }, checked: [], overlap: null };

const GOOD: CheckedView = {
  profile: 'work',
  number: 3,
  agoMs: 9_000,
  running: false,
  passes: true,
  rows: [
    { text: 'Name servers answer through the tunnel', value: '', state: 'good', advice: '' },
    { text: 'Routes as planned', value: '', state: 'good', advice: '' },
    { text: 'IPv6 held back', value: '', state: 'good', advice: '' },
    { text: 'Round trip to the server', value: '24 ms', state: 'fact', advice: '' },
  ],
};

const BAD: CheckedView = {
  ...GOOD,
  number: 4,
  passes: false,
  rows: [
    {
      text: 'Name server 10.8.0.1 does not answer',
      value: '',
      state: 'bad',
      advice: 'Names of this tunnel may not be found. If connecting again does not help, tell whoever runs the server.',
    },
    {
      text: '10.20.0.0/16 does not go through the tunnel',
      value: '',
      state: 'bad',
      advice: 'It leaves through wlan0. Another program has changed this computer’s routes.',
    },
    ...GOOD.rows.slice(2),
  ],
};

const row = (what: string, way: string, more: Partial<WayRow> = {}): WayRow => ({
  what,
  way,
  kind: 'tunnel',
  profile: 'work',
  why: [],
  ...more,
});

export const ONE_TUNNEL: OverviewView = {
  ...NO_OVERVIEW,
  checked: [GOOD],
  ways: {
    networks: [row('Everything', 'Work'), row('IPv6', 'held back', { kind: 'held' })],
    more: null,
    names: [row('All names', '10.8.0.1 through Work')],
  },
};

export const SEVERAL: OverviewView = {
  ...NO_OVERVIEW,
  checked: [GOOD],
  ways: {
    networks: [
      row('10.20.0.0/16', 'Work', { why: ['Zürich wants it too. Work was connected first.'] }),
      row('10.30.0.0/16', 'Zürich', {
        profile: 'zurich',
        why: ['Work wants 10.0.0.0/8, which includes it. The smaller network wins.'],
      }),
      row('172.16.0.0/12', 'Zürich', { profile: 'zurich' }),
      row('Everything else', 'directly', { kind: 'direct', profile: null }),
    ],
    more: '12 more networks',
    names: [
      row('*.corp.example', '10.20.0.1 through Work'),
      row('*.zurich.example', '10.30.0.1, 10.30.0.2 through Zürich', { profile: 'zurich' }),
      row('Other names', 'as without a tunnel', { kind: 'direct', profile: null }),
    ],
  },
};

export const FAULTY: OverviewView = { ...SEVERAL, checked: [BAD] };

export const OVERLAP: OverlapView = {
  profile: 'zurich',
  title: 'Zürich and Work want the same networks',
  lines: [
    '10.20.0.0/16 stays with Work, which is connected already.',
    '10.30.0.0/16 goes through Zürich, which asks for the smaller network.',
  ],
  both: 'Connect both',
  instead: 'Disconnect Work first',
};

/** Parts that rise and fall, so that bars have something to show. */
function parts(count: number, most: number): MovedView[] {
  const wave = (place: number) => (1 + Math.sin(place / 3)) / 2;
  return Array.from({ length: count }, (_, place) => ({
    received: Math.round(most * wave(place)),
    sent: Math.round(most * 0.2 * wave(place + 4)),
  }));
}

const HISTORY: HistoryView = {
  kept: true,
  hour: parts(60, 42_000_000),
  today: parts(57, 310_000_000),
  month: [
    { profile: 'work', name: 'Work', moved: { received: 18_400_000_000, sent: 2_100_000_000 } },
    { profile: 'zurich', name: 'Zürich', moved: { received: 950_000_000, sent: 33_000_000 } },
  ],
};

type Names = 'checkNow' | 'reconnect' | 'chooseOverlap' | 'trafficHistory' | 'clearHistory';

export function overviewCommands(state: MockState): Pick<Commands, Names> {
  let history = HISTORY;
  const change = (overview: Partial<OverviewView>) =>
    state.push((view: View) => ({ ...view, overview: { ...view.overview, ...overview } }));
  return {
    checkNow: async (profile) => {
      const number = 1 + Math.max(0, ...state.view.overview.checked.map((checked) => checked.number));
      change({ checked: [{ ...GOOD, profile, number, agoMs: 0 }] });
    },
    reconnect: async () => change({ checked: [] }),
    chooseOverlap: async () => change({ overlap: null }),
    trafficHistory: async () => history,
    clearHistory: async () => {
      const nothing = (all: MovedView[]) => all.map(() => ({ received: 0, sent: 0 }));
      history = { ...history, hour: nothing(history.hour), today: nothing(history.today), month: [] };
    },
  };
}

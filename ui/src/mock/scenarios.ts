/** What the mock shell starts with, by name. */

import type { Ask, HelperView, ImportDraft, LogLineView, ProfileView, PromptView, Status, View } from '../types';
import { FAULTY, NO_OVERVIEW, ONE_TUNNEL, OVERLAP, SEVERAL } from './overview';
import { FAILING, FIRST, FIRST_REFUSED, FIRST_WORKING, NO_HELPER, NOT_INSTALLED, RUNNING } from './helper';
import { BANNER, FORM, LONG_FORM } from './prompts';
import { AWKWARD, CLEAN, COLLIDING, HTML, LINKED, NEEDING, offices, REFUSED, SAME, TEMPLATE, WARNED } from './imports';
import { HELD, HELD_TRYING, LET_OUT, NETWORK_SIGN_IN, OPEN, PORTAL, TAKEN } from './protection';
import { LANGUAGES, SETTINGS } from './settings';
import { SETTLED, UNUSABLE } from './settled';
import {
  CONNECTED,
  connecting,
  ENDING,
  FAILED,
  IDLE,
  NOTED,
  OFFLINE,
  RECONNECTING,
  SPLIT,
  TROUBLE,
  UNKNOWN,
  WAITING,
} from './states';

const HOUR = 3600;
const now = () => Math.floor(Date.now() / 1000);

function profile(id: string, name: string, servers: string, signIn: string, ageHours: number | null): ProfileView {
  const lastUsed = ageHours === null ? null : now() - Math.round(ageHours * HOUR);
  return {
    id,
    name,
    servers,
    signIn,
    lastUsed,
    added: now() - Math.round((ageHours ?? 1) * 2 * HOUR),
    favourite: false,
    group: null,
    remembers: ageHours !== null && signIn !== 'Certificate',
    temporary: false,
    managed: false,
    network: null,
    status: IDLE({ lastUsed }),
  };
}

function few(): ProfileView[] {
  return [
    profile('client-a', 'Client A', '3 servers', 'Certificate and password', 31),
    profile('home', 'Home', 'home.example.net', 'Certificate', 24 * 9),
    profile('lab', 'Lab', '198.51.100.7', 'Password', null),
    profile('work', 'Work', 'vpn.example.com', 'Password', 0.2),
  ];
}

function some(): ProfileView[] {
  return [
    ...few(),
    profile('berlin', 'Berlin office', 'berlin.vpn.example.com', 'Certificate and password', 24 * 40),
    profile('zurich', 'Zürich datacentre', 'zrh1.vpn.example.com', 'Certificate', 24 * 3),
    profile('backup', 'Backup line', 'backup.example.org', 'Password', null),
    profile('customer', 'Customer', '2 servers', 'Certificate', 24 * 400),
  ].sort((a, b) => a.name.localeCompare(b.name));
}

function many(): ProfileView[] {
  return Array.from({ length: 1000 }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    const way = ['Certificate', 'Password', 'Certificate and password'][index % 3] ?? '';
    return profile(
      `p${number}`,
      `Site ${number}`,
      `gw${number}.sites.example.com`,
      way,
      index % 4 === 0 ? index : null,
    );
  });
}

/** Two tunnels, favourites, and a provider's profiles in a group. */
function sectioned(): View {
  const provider = Array.from({ length: 12 }, (_, index) => {
    const place = ['au', 'de', 'fr', 'nl'][index % 4] ?? '';
    const name = `${place}${String(index + 1)}.nordish.example`;
    return { ...profile(`n${String(index)}`, name, name, 'Password', null), group: 'g-nordish' };
  });
  const all = [...some(), ...provider].map((each) => ({
    ...each,
    favourite: ['home', 'zurich', 'n3'].includes(each.id),
    status: each.id === 'customer' ? SPLIT({ name: 'Customer', servers: '2 servers' }) : each.status,
  }));
  all.sort((a, b) => a.name.localeCompare(b.name));
  const groups = [{ id: 'g-nordish', name: 'nordish.example', count: provider.length, remembers: true }];
  return { ...make(all, 'work', CONNECTED(WORK)), groups };
}

const LONG: ProfileView[] = [
  profile(
    'long',
    'Donaudampfschifffahrtsgesellschaft Zentralverwaltung Außenstelle Süd (Wartungszugang)',
    'a-really-long-host-name-without-any-break.internal.infrastructure.corporate.example.com',
    'Certificate and password',
    0.1,
  ),
  ...few(),
];

function make(profiles: ProfileView[], primary: string | null, status?: Status): View {
  return {
    helper: RUNNING,
    protection: OPEN,
    keychain: { available: true, notice: null },
    networkSignIn: null,
    policy: null,
    overview: NO_OVERVIEW,
    settings: SETTINGS,
    profiles: profiles.map((each) => (each.id === primary && status !== undefined ? { ...each, status } : each)),
    groups: [],
    primary,
    prompt: null,
    others: [],
    language: { tag: new URLSearchParams(location.search).get('language') ?? 'en', languages: LANGUAGES },
    version: '0.1.0',
    notices: [],
  };
}

const WORK = { name: 'Work', servers: 'vpn.example.com' };

function asked(ask: Ask, more: Partial<PromptView> = {}): PromptView {
  return {
    profile: 'work',
    profileName: 'Work',
    server: 'vpn.example.com',
    id: 1,
    ask,
    refused: null,
    canRemember: true,
    remember: false,
    group: null,
    ...more,
  };
}

const CREDENTIALS: Extract<Ask, { kind: 'credentials' }> = {
  kind: 'credentials',
  username: '',
  usernameLocked: false,
  password: '',
  passwordKnown: false,
  challenge: null,
};

export interface Scenario {
  view: View;
  prompt: PromptView;
  /** What importing finds. */
  found: ImportDraft[];
  shown: 'found' | 'drag' | 'quit' | null;
}

const helperDown: HelperView = {
  ...NO_HELPER,
  way: 'start',
  trouble: {
    title: 'Adit’s helper is not running.',
    advice: 'Tunnels cannot be made without it.',
    detail: 'connect /run/adit/helper.sock: No such file or directory (os error 2)',
  },
};

const helperOther: HelperView = {
  ...NO_HELPER,
  status: 'wrong-version',
  way: 'restart',
  trouble: {
    title: 'Adit’s helper is of another version.',
    advice: 'Restart the helper. If that does not help, install Adit again.',
    detail: 'contract: app 1, helper 2',
  },
};

const noKeychain = {
  available: false,
  notice: {
    title: 'This desktop has no keychain.',
    advice: 'Adit keeps passwords in memory until it quits, and asks again next time.',
    detail: 'org.freedesktop.secrets: The name is not activatable',
  },
};

export function scenario(name: string): Scenario {
  const idle = make(few(), 'work');
  const base: Scenario = { view: idle, prompt: asked(CREDENTIALS), found: [WARNED], shown: null };
  const finds = (...found: ImportDraft[]): Scenario => ({ ...base, found, shown: 'found' });
  const prompted = (prompt: PromptView): Scenario => ({
    ...base,
    view: { ...make(few(), 'work', connecting(WORK, 3)), prompt },
    prompt,
  });
  switch (name) {
    case 'empty':
      return { ...base, view: make([], null), found: [CLEAN] };
    case 'connecting':
      return { ...base, view: make(few(), 'work', connecting(WORK, 2)) };
    case 'connected':
      return { ...base, view: { ...make(few(), 'work', CONNECTED(WORK)), overview: ONE_TUNNEL } };
    case 'several':
      return { ...base, view: { ...make(some(), 'work', SPLIT(WORK)), overview: SEVERAL } };
    case 'faulty':
      return { ...base, view: { ...make(some(), 'work', SPLIT(WORK)), overview: FAULTY } };
    case 'overlap':
      return { ...base, view: { ...make(some(), 'work', SPLIT(WORK)), overview: { ...SEVERAL, overlap: OVERLAP } } };
    case 'noted':
      return { ...base, view: make(few(), 'work', NOTED(WORK, 1)) };
    case 'noted-often':
      return { ...base, view: make(few(), 'work', NOTED(WORK, 5)) };
    case 'split':
      return { ...base, view: make(some(), 'work', SPLIT(WORK)) };
    case 'reconnecting':
      return { ...base, view: make(few(), 'work', RECONNECTING(WORK)) };
    case 'offline':
      return { ...base, view: make(few(), 'work', OFFLINE(WORK)) };
    case 'waiting':
      return { ...base, view: make(few(), 'work', WAITING(WORK)) };
    case 'ending':
      return { ...base, view: make(few(), 'work', ENDING) };
    case 'held':
      return { ...base, view: { ...make(few(), 'work', TROUBLE(FAILED.noAnswer)), protection: HELD } };
    case 'held-trying':
      return { ...base, view: { ...make(few(), 'work', RECONNECTING(WORK)), protection: HELD_TRYING } };
    case 'held-portal':
      return { ...base, view: { ...make(few(), 'work', TROUBLE(FAILED.noAnswer)), protection: PORTAL } };
    case 'network-sign-in':
      return { ...base, view: { ...make(few(), 'work', RECONNECTING(WORK)), networkSignIn: NETWORK_SIGN_IN } };
    case 'let-out':
      return { ...base, view: { ...make(few(), 'work', TROUBLE(FAILED.noAnswer)), protection: LET_OUT } };
    case 'taken-away':
      return { ...base, view: { ...make(few(), 'work', CONNECTED(WORK)), protection: TAKEN } };
    case 'failed':
      return { ...base, view: make(few(), 'work', TROUBLE(FAILED.noAnswer)) };
    case 'some':
      return { ...base, view: make(some(), 'zurich') };
    case 'sections':
      return { ...base, view: sectioned() };
    case 'many':
      return { ...base, view: make(many(), 'p0001') };
    case 'long':
      return { ...base, view: make(LONG, 'long', SPLIT({ name: LONG[0]?.name ?? '', servers: '' })) };
    case 'helper-missing':
      return {
        ...base,
        view: {
          ...make(
            few().map((each) => ({ ...each, status: UNKNOWN })),
            'work',
            UNKNOWN,
          ),
          helper: helperDown,
          protection: null,
        },
      };
    case 'helper-version':
      return { ...base, view: { ...make([], null), helper: helperOther, protection: null } };
    case 'first-start':
      return { ...base, view: { ...make([], null), helper: FIRST, protection: null } };
    case 'first-start-working':
      return { ...base, view: { ...make([], null), helper: FIRST_WORKING, protection: null } };
    case 'first-start-refused':
      return { ...base, view: { ...make([], null), helper: FIRST_REFUSED, protection: null } };
    case 'first-start-not-installed':
      return { ...base, view: { ...make([], null), helper: NOT_INSTALLED, protection: null } };
    case 'helper-failing':
      return { ...base, view: { ...idle, helper: FAILING, protection: null } };
    case 'searching':
      return { ...base, view: { ...idle, helper: { ...RUNNING, status: 'searching' }, protection: null } };
    case 'keychain':
      return {
        ...base,
        view: {
          ...make(
            few().map((each) => ({ ...each, temporary: each.id === 'work' })),
            'work',
          ),
          keychain: noKeychain,
        },
      };
    case 'others':
      return {
        ...base,
        view: {
          ...idle,
          others: [{ name: 'University', owner: 'anna', label: 'Connected' }],
          notices: [
            {
              title: 'The profile “Old office” cannot be read.',
              advice: 'Import it again.',
              detail: 'expected value at line 1 column 1',
            },
          ],
        },
      };
    case 'prompt':
      return prompted(asked(CREDENTIALS));
    case 'prompt-refused':
      return prompted(
        asked(
          { ...CREDENTIALS, username: 'alice', password: 'hunter3' },
          { refused: FAILED.refused, id: 2, remember: true },
        ),
      );
    case 'prompt-known':
      return prompted(
        asked(
          {
            ...CREDENTIALS,
            username: 'alice',
            usernameLocked: true,
            passwordKnown: true,
            challenge: { text: 'Code from your authenticator app', echo: true },
          },
          { remember: true },
        ),
      );
    case 'prompt-group': {
      const group = { name: 'nordish.example', count: 60, shared: true };
      return prompted(asked({ ...CREDENTIALS, username: 'alice' }, { remember: true, group }));
    }
    case 'passphrase':
      return prompted(asked({ kind: 'passphrase' }));
    case 'challenge':
      return prompted(
        asked({ kind: 'challenge', text: 'Enter the code that was sent to +41 79 *** ** 12.', echo: true }),
      );
    case 'confirm':
      return prompted(asked({ kind: 'confirm', text: 'Approve the request on your phone.' }));
    case 'form':
      return prompted(asked(FORM));
    case 'form-refused':
      return prompted(asked(FORM, { id: 2, refused: FAILED.form }));
    case 'form-long':
      return prompted(asked(LONG_FORM));
    case 'banner':
      return prompted(asked({ kind: 'banner', text: BANNER }));
    case 'banner-short':
      return prompted(asked({ kind: 'banner', text: 'Authorised users only. All activity is logged.' }));
    case 'browser':
      return prompted(
        asked({ kind: 'browser', host: 'login.example.com', url: 'https://login.example.com/auth?state=4f7a' }),
      );
    case 'import-clean':
      return finds(CLEAN);
    case 'import-warned':
      return finds(WARNED);
    case 'import-refused':
      return { ...finds(REFUSED), view: make([], null) };
    case 'managed': {
      const office = { ...profile('office', 'Main office', 'vpn.example.com', 'Password', 3), managed: true };
      return { ...base, view: { ...make([office, ...few()], 'office'), policy: SETTLED } };
    }
    case 'managed-empty':
      return { ...base, view: { ...make([], null), policy: SETTLED } };
    case 'policy-unusable':
      return { ...base, view: { ...make(few(), 'work'), policy: UNUSABLE } };
    case 'import-page':
      return finds(HTML);
    case 'import-needing':
      return finds(NEEDING);
    case 'import-template':
      return finds(TEMPLATE);
    case 'import-link':
      return finds(LINKED);
    case 'import-collision':
      return finds(COLLIDING);
    case 'import-same':
      return finds(SAME);
    case 'import-awkward':
      return finds(AWKWARD);
    case 'import-mixed':
      return finds(CLEAN, WARNED, COLLIDING, SAME, NEEDING, REFUSED, HTML);
    case 'import-many':
      return finds(...offices(40));
    case 'import-500':
      return finds(...offices(500));
    case 'drag':
      return { ...base, shown: 'drag' };
    case 'quit':
      return { ...base, view: make(few(), 'work', CONNECTED(WORK)), shown: 'quit' };
    default:
      return base;
  }
}

const MESSAGES: ReadonlyArray<readonly [string, string | null, string]> = [
  ['info', null, 'adit 0.1.0 started, helper contract 1'],
  ['info', 'Work', 'connecting'],
  ['debug', 'Work', 'vpn.example.com resolved to 203.0.113.5, 2001:db8::5'],
  ['debug', 'Work', 'trying 203.0.113.5 port 1194 over UDP'],
  ['info', 'Work', 'TLS 1.3 handshake done, server certificate CN=vpn.example.com'],
  ['warn', 'Work', 'the server pushed an option that a client does not take from it: ping-restart 0'],
  ['error', 'Work', 'authentication failed: the server answered AUTH_FAILED'],
  ['info', 'Work', 'connected, tunnel address 10.8.0.6/24, MTU 1500'],
];

export const LOG: LogLineView[] = Array.from({ length: 240 }, (_, index) => {
  const [level, profileName, text] = MESSAGES[index % MESSAGES.length] ?? ['info', null, ''];
  return { number: index + 1, unixMs: Date.UTC(2026, 2, 3, 9, 0, 0) + index * 730, level, profile: profileName, text };
});

export const PARTS = [
  { name: 'react', version: '19.3.1', licence: 'MIT' },
  { name: 'rustls', version: '0.23.31', licence: 'Apache-2.0 OR ISC OR MIT' },
  { name: 'serde', version: '1.0.219', licence: 'MIT OR Apache-2.0' },
  { name: 'tauri', version: '2.8.5', licence: 'Apache-2.0 OR MIT' },
];

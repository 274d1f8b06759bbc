/** States of a profile as the shell would describe them. */

import type { LinkView, ProfileView, MessageView, Status } from '../types';

export const STEPS = ['Looking up', 'Contacting', 'Checking', 'Signing in', 'Setting up'];

const NOTHING = { steps: [], failure: null, details: null, wait: null, chain: [] };

type Named = Pick<ProfileView, 'name' | 'servers'>;

export function IDLE(profile: Pick<ProfileView, 'lastUsed'>): Status {
  return {
    ...NOTHING,
    shape: 'off',
    label: 'Disconnected',
    sentence: profile.lastUsed === null ? 'Never connected.' : 'Traffic goes out unprotected.',
    action: 'connect',
  };
}

export const UNKNOWN: Status = {
  ...NOTHING,
  shape: 'off',
  label: 'Unknown',
  sentence: 'Adit cannot tell without its helper.',
  action: 'wait',
};

export function connecting({ servers }: Named, phase: number): Status {
  const server = servers.endsWith('servers') ? 'vpn2.example.com' : servers;
  const sentences = [
    `Looking up ${server}.`,
    `Waiting for ${server} on UDP 1194.`,
    `Agreeing on keys with ${server}.`,
    `Signing in at ${server}.`,
    'Setting up addresses, routes and DNS.',
  ];
  return {
    ...NOTHING,
    shape: 'working',
    label: 'Connecting',
    sentence: sentences[phase] ?? '',
    action: 'cancel',
    steps: STEPS.map((name, index) => ({
      name,
      progress: index < phase ? 'done' : index === phase ? 'active' : 'ahead',
    })),
  };
}

export function CONNECTED({ name }: Named): Status {
  return {
    ...NOTHING,
    shape: 'on',
    label: 'Connected',
    sentence: `All traffic goes through ${name}.`,
    action: 'disconnect',
    details: {
      server: 'vpn.example.com (203.0.113.5), UDP 1194',
      addresses: ['10.8.0.6/24', 'fd00:8::6/64'],
      protocol: 'OpenVPN',
      cipher: 'AES-256-GCM',
      tls: 'TLS 1.3, TLS_AES_256_GCM_SHA384, X25519',
      dns: ['10.8.0.1', 'fd00:8::1'],
      networks: ['All traffic'],
      interface: 'adit0',
      mtu: 1500,
      path: ['UDP, in large batches'],
      cautions: [],
      remarks: [],
      banner: null,
      sessionEnd: null,
      pacUrl: null,
      upMs: 2_530_000,
    },
  };
}

export function SPLIT(profile: Named): Status {
  const status = CONNECTED(profile);
  return {
    ...status,
    sentence: `Only 3 networks go through ${profile.name}.`,
    details: status.details && {
      ...status.details,
      networks: ['10.20.0.0/16', '192.168.40.0/24', 'fd12:3456:789a::/48'],
      upMs: 190_000_000,
    },
  };
}

const note = (title: string, advice = ''): MessageView => ({ title, advice, detail: '' });

/** A tunnel with something to know about it, and a server with something to say. */
export function NOTED(profile: Named, cautions: number): Status {
  const status = CONNECTED(profile);
  return {
    ...status,
    details: status.details && {
      ...status.details,
      cautions: [
        note(
          'This server’s name server 169.254.169.254 is not used: it is an address that is valid on one link only.',
          'Names of the VPN may not be found. Ask whoever runs the server for another one.',
        ),
        note(
          'The VPN’s network 192.168.1.0/24 is also the network that this computer is in (wlan0).',
          'Devices near you, such as a printer or the router, and those of the VPN have the same addresses. Use another local network if you miss one of them.',
        ),
        note('This server’s route 224.0.0.0/4 is not used: it is an address of a group.'),
        note('The tunnel address fe80::1/64 from this server is not used.'),
        note('“comp-lzo” is not set in the profile and yes at the server, so some packets may not arrive.'),
      ].slice(0, cautions),
      remarks: [note('This server’s option “explicit-exit-notify” is not used.')],
      banner: 'Authorised users only.\nAll activity is logged.',
      sessionEnd: 'The server ends this session at 18:00.',
      pacUrl: 'http://proxy.internal.example.com/proxy.pac',
    },
  };
}

const NO_ANSWER: MessageView = {
  title: 'vpn.example.com does not answer on UDP 1194.',
  advice: 'Your network may block it, or the server is down. Check that you are online, then try again.',
  detail:
    'no answer: host=vpn.example.com port=1194 transport=udp\nattempts=4 last=12.0 s after the reset\nlink: 192.168.1.23 → 203.0.113.5',
};

const REFUSED: MessageView = {
  title: 'The server refused this password.',
  advice: 'Check it and try again.',
  detail: '',
};

const SERVER_GONE: MessageView = {
  title: 'Nothing came from vpn.example.com for 60 seconds.',
  advice: 'Trying again by itself.',
  detail: 'keepalive timeout: 60 s',
};

const FORM_REFUSED: MessageView = {
  title: 'The server did not take this and says: “Login failed.”',
  advice: 'Check what you typed and try again.',
  detail: '',
};

export const FAILED = { noAnswer: NO_ANSWER, refused: REFUSED, gone: SERVER_GONE, form: FORM_REFUSED };

const LINKS = ['Helper', 'Network', 'Server’s name', 'Server', 'Sign-in', 'Setup'];
const HOLDS = ['Running', 'Connected', '203.0.113.5', 'Answers', 'Accepted', 'Done'];

/** What Adit sees where the way ends at the link of that number. */
export function chain(broken: number, found: string, way: LinkView['way']): LinkView[] {
  return LINKS.map((name, at) => {
    if (at < broken) return { name, found: HOLDS[at] ?? '', state: 'holds', way: 'none' };
    if (at > broken) return { name, found: 'Not tried yet', state: 'unknown', way: 'none' };
    return { name, found, state: 'broken', way };
  });
}

export function TROUBLE(failure: MessageView): Status {
  return {
    ...NOTHING,
    shape: 'trouble',
    label: 'Not connected',
    sentence: failure.title,
    action: 'try-again',
    failure,
    chain: chain(3, 'No answer', 'edit'),
  };
}

export function RECONNECTING(profile: Named): Status {
  return {
    ...connecting(profile, 1),
    label: 'Reconnecting',
    sentence: 'Traffic waits until the tunnel is back.',
    failure: SERVER_GONE,
  };
}

export function OFFLINE(profile: Named): Status {
  return {
    ...RECONNECTING(profile),
    steps: [],
    failure: null,
    chain: chain(1, 'Not connected', 'none'),
    label: 'Offline',
    sentence: 'Offline: no network. Goes on by itself when there is one.',
  };
}

export function WAITING(profile: Named): Status {
  const plan = `${profile.servers} over TCP (third try)`;
  return {
    ...connecting(profile, 1),
    steps: [],
    failure: NO_ANSWER,
    chain: chain(3, 'No answer', 'edit'),
    sentence: `Waiting for the next try: ${plan}.`,
    wait: { plan, leftMs: 12_000 },
  };
}

export const ENDING: Status = {
  ...NOTHING,
  shape: 'working',
  label: 'Disconnecting',
  sentence: 'Putting the network back as it was.',
  action: 'wait',
};

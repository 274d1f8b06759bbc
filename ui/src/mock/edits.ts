/** A profile in the editor, read just well enough to try the window. */

import type { EditForm, EditView, ReportLine, MessageView } from '../types';
import { finding, report } from './imports';

export const ORIGINAL = `# Made for the Berlin office
client
dev tun
remote vpn1.example.com 1194 udp
remote vpn2.example.com 1194 udp
remote vpn1.example.com 443 tcp
remote-cert-tls server
cipher AES-256-CBC
comp-lzo
user nobody
verb 3

<ca>
# 1 certificate, 22 lines, kept by Adit
</ca>
<key>
# private key, 28 lines, kept by Adit
</key>
`;

function judge(line: string): readonly [ReportLine['verdict'], string] {
  const [name = ''] = line.split(/\s+/);
  switch (name) {
    case 'cipher':
      return ['warning', `${line.split(' ')[1] ?? ''} is used only where the server cannot agree on a better cipher.`];
    case 'comp-lzo':
      return ['warning', 'Adit never compresses, because that can give away what is in the tunnel.'];
    case 'user':
      return ['ignored', 'Adit’s helper runs with the least rights anyway.'];
    case 'verb':
      return ['ignored', 'Adit has its own log.'];
    case 'up':
      return ['refused', '“up” would run a program of the profile’s choice. Adit never does that.'];
    default:
      return ['used', ''];
  }
}

function lint(text: string): ReportLine[] {
  const lines: ReportLine[] = [];
  let block: ReportLine | null = null;
  text.split('\n').forEach((line, index) => {
    const trimmed = line.trim();
    if (block !== null) {
      block.endLine = index + 1;
      if (trimmed.startsWith('</')) block = null;
    } else if (trimmed !== '' && !trimmed.startsWith('#')) {
      const [verdict, why] = judge(trimmed);
      const [read] = report([[index + 1, trimmed, verdict, why]]);
      if (read === undefined) return;
      lines.push(read);
      if (trimmed.startsWith('<')) block = read;
    }
  });
  return lines;
}

const values = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map((match) => match[1] ?? '');

function read(text: string): EditForm {
  return {
    servers: values(text, 'remote').map((remote) => {
      const [host = '', port = '1194', transport] = remote.split(' ');
      return { host, port: Number(port), transport: transport === 'tcp' ? 'tcp' : 'udp' };
    }),
    randomOrder: /^remote-random$/m.test(text),
    username: null,
    traffic: /^redirect-gateway/m.test(text) ? 'everything' : 'as-server-says',
    routes: values(text, 'route'),
    dns: values(text, 'dhcp-option DNS'),
    search: values(text, 'dhcp-option DOMAIN'),
    reconnectFirst: null,
    reconnectLargest: null,
  };
}

export function look(profile: string, name: string, text: string, problem: MessageView | null = null): EditView {
  const lines = lint(text);
  const worst = lines.some(({ verdict }) => verdict === 'refused')
    ? 'reject'
    : lines.some(({ verdict }) => verdict === 'warning')
      ? 'importable-with-warnings'
      : 'importable';
  return {
    profile,
    name,
    text,
    form: read(text),
    verdict: worst,
    findings: lines.some(({ directive }) => directive === 'remote')
      ? [finding('warning', 'Your certificate expires on 3 March 2027.')]
      : [finding('refused', 'The profile names no server.')],
    lines,
    problem,
  };
}

export function change(profile: string, name: string, text: string, form: EditForm): EditView {
  const bad = form.routes.find((route) => !/^[0-9a-f.:]+\/\d+$/.test(route));
  if (bad !== undefined) {
    return look(profile, name, text, {
      title: `“${bad}” is not a network.`,
      advice: 'Write an address and the length of its prefix, such as 10.20.0.0/16.',
      detail: '',
    });
  }
  const own = /^(remote |remote-random$|redirect-gateway|route |dhcp-option )/;
  const kept = text.split('\n').filter((line) => !own.test(line));
  const at = kept.indexOf('dev tun') + 1;
  const written = [
    ...form.servers.map(({ host, port, transport }) => `remote ${host} ${port} ${transport}`),
    ...(form.randomOrder ? ['remote-random'] : []),
    ...(form.traffic === 'everything' ? ['redirect-gateway def1'] : []),
    ...form.routes.map((route) => `route ${route}`),
    ...form.dns.map((address) => `dhcp-option DNS ${address}`),
    ...form.search.map((domain) => `dhcp-option DOMAIN ${domain}`),
  ];
  return look(profile, name, [...kept.slice(0, at), ...written, ...kept.slice(at)].join('\n'));
}

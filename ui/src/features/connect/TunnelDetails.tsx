import { createElement, Fragment, type ReactNode, useCallback } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { Disclose } from '../../components/Disclose';
import { useRemembered } from '../../components/useRemembered';
import { type Traffic, useCell, useModel } from '../../store';
import { useSay } from '../../text';
import type { Details } from '../../types';

/** A name like `TLS_AES_256_GCM_SHA384` goes on in the next line after an underscore, and copies as it is. */
function breakable(value: string): ReactNode {
  const parts = value.split(/(?<=_)/u);
  return createElement(
    Fragment,
    null,
    ...parts.flatMap((part, at) => (at === 0 ? [part] : [createElement('wbr'), part])),
  );
}

function Fact({ name, values, testId }: { name: string; values: readonly string[]; testId?: string }) {
  const say = useSay();
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        <ul className="fact-values selectable">
          {values.length === 0 && <li>{say('details-none')}</li>}
          {values.map((value) => (
            <li key={value} data-testid={testId}>
              {breakable(value)}
            </li>
          ))}
        </ul>
        {values.length > 0 && <CopyButton text={values.join('\n')} label={say('details-copy', { what: name })} />}
      </dd>
    </div>
  );
}

/** The facts of a tunnel that is up, each of them copyable. */
export function TunnelDetails({ details, profile, name }: { details: Details; profile: string; name: string }) {
  const say = useSay();
  const model = useModel();
  const select = useCallback((all: ReadonlyMap<string, Traffic>) => all.get(profile), [profile]);
  const traffic = useCell(model.traffic, select);
  const [open, setOpen] = useRemembered('details', false);
  const facts: Array<readonly [string, readonly string[], string?]> = [
    [say('details-addresses', { count: details.addresses.length }), details.addresses, 'tunnel-address'],
    [say('details-server'), [details.server]],
    [say('details-dns'), details.dns],
    [say('details-networks'), details.networks],
    [say('details-protocol'), [details.protocol]],
    [say('details-cipher'), [details.cipher]],
    [say('details-tls'), [details.tls]],
    [say('details-interface'), [say('details-interface-value', { name: details.interface, mtu: String(details.mtu) })]],
  ];
  if (details.path.length > 0) facts.push([say('details-path'), details.path, 'data-path']);
  if (traffic !== undefined) {
    facts.push([say('details-packets'), traffic.packets, 'packets']);
    if (traffic.dropped.length > 0) facts.push([say('details-dropped'), traffic.dropped, 'dropped']);
  }
  const everything = [name, ...facts.map(([fact, values]) => `${fact}: ${values.join(', ')}`)].join('\n');
  const rows: ReactNode[] = facts.map(([fact, values, testId]) => (
    <Fact key={fact} name={fact} values={values} testId={testId} />
  ));
  return (
    <Disclose title={say('details')} expanded={open} onExpandedChange={setOpen} testId="details-toggle">
      <dl className="facts">{rows}</dl>
      <div className="facts-foot">
        <CopyButton text={everything} label={say('details-copy-all')} shown />
      </div>
    </Disclose>
  );
}

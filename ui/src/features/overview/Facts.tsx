import { createElement, Fragment, type ReactNode } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { useTraffic } from '../../store';
import { useTranslation } from '../../i18n';
import type { Details, ProfileView } from '../../types';
import './facts.css';

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
  const t = useTranslation();
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        <ul className="fact-values selectable">
          {values.length === 0 && <li>{t('details-none')}</li>}
          {values.map((value) => (
            <li key={value} data-testid={testId}>
              {breakable(value)}
            </li>
          ))}
        </ul>
        {values.length > 0 && <CopyButton text={values.join('\n')} label={t('details-copy', { what: name })} />}
      </dd>
    </div>
  );
}

/** The facts of a tunnel that is up, each of them copyable. */
export function Facts({ details, profile }: { details: Details; profile: ProfileView }) {
  const t = useTranslation();
  const traffic = useTraffic(profile.id);
  const facts: Array<readonly [string, readonly string[], string?]> = [
    [t('details-addresses', { count: details.addresses.length }), details.addresses, 'tunnel-address'],
    [t('details-server'), [details.server]],
    [t('details-dns'), details.dns],
    [t('details-networks'), details.networks],
    [t('details-protocol'), [details.protocol]],
    [t('details-cipher'), [details.cipher]],
    [t('details-tls'), [details.tls]],
    [t('details-interface'), [t('details-interface-value', { name: details.interface, mtu: String(details.mtu) })]],
  ];
  const notes = [...details.cautions, ...details.remarks].map(({ title, advice }) => `${title} ${advice}`.trim());
  if (notes.length > 0) facts.unshift([t('details-notes'), notes, 'notes']);
  if (details.sessionEnd !== null) facts.push([t('details-session'), [details.sessionEnd], 'session-end']);
  if (details.pacUrl !== null) facts.push([t('details-pac'), [details.pacUrl], 'pac-url']);
  if (details.banner !== null) facts.push([t('details-banner'), [details.banner], 'banner']);
  if (details.path.length > 0) facts.push([t('details-path'), details.path, 'data-path']);
  if (traffic !== undefined) {
    facts.push([t('details-packets'), traffic.packets, 'packets']);
    if (traffic.dropped.length > 0) facts.push([t('details-dropped'), traffic.dropped, 'dropped']);
  }
  const everything = [profile.name, ...facts.map(([fact, values]) => `${fact}: ${values.join(', ')}`)].join('\n');
  const rows: ReactNode[] = facts.map(([fact, values, testId]) => (
    <Fact key={fact} name={fact} values={values} testId={testId} />
  ));
  return (
    <>
      <dl className="facts">{rows}</dl>
      <div className="facts-foot">
        <CopyButton text={everything} label={t('details-copy-all')} shown />
      </div>
    </>
  );
}

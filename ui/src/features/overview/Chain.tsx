import { Check, Circle, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Panel } from '../../components/Panel';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { LinkState, LinkView, View } from '../../types';
import { HelperButton } from '../setup/HelperWays';
import './chain.css';

const ICONS = { holds: Check, broken: X, unknown: Circle } as const satisfies Record<LinkState, unknown>;

export interface ChainWays {
  onDoctor: () => void;
  onEdit: () => void;
}

function Way({ link, view, onDoctor, onEdit }: ChainWays & { link: LinkView; view: View }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  switch (link.way) {
    case 'none':
      return null;
    case 'helper':
      return <HelperButton helper={view.helper} testId="chain-way" />;
    case 'sign-in-page':
      return (
        <Button className="button" onPress={() => void run(bridge.openPortal())} data-testid="chain-way">
          {t('network-sign-in-open')}
        </Button>
      );
    case 'doctor':
      return (
        <Button className="button" onPress={onDoctor} data-testid="chain-way">
          {t('menu-doctor')}
        </Button>
      );
    case 'edit':
      return (
        <Button className="button" onPress={onEdit} data-testid="chain-way">
          {t('chain-way-edit')}
        </Button>
      );
  }
}

/** Where the way to the tunnel ends: what holds, the link that is broken with what can be done about it, and what was not tried. */
export function Chain({ chain, view, ...ways }: ChainWays & { chain: readonly LinkView[]; view: View }) {
  const t = useTranslation();
  return (
    <Panel title={t('panel-chain')} testId="chain">
      <ol className="chain">
        {chain.map((link) => {
          const Icon = ICONS[link.state];
          return (
            <li key={link.name} className="link" data-state={link.state} data-testid="chain-link">
              <span className="link-mark">
                <Icon size="0.875rem" strokeWidth={3} aria-hidden />
              </span>
              <span className="visually-hidden">{t(`chain-is-${link.state}`)}</span>
              <span className="link-name">{link.name}</span>
              <span className="link-found selectable">{link.found}</span>
              {link.way !== 'none' && (
                <span className="link-way">
                  <Way link={link} view={view} {...ways} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

import { Panel, PanelFact, PanelFacts } from '../../components/Panel';
import { useTranslation } from '../../i18n';
import type { WayRow } from '../../types';
import type { PanelProps } from './panels';
import { RoutePicture } from './RoutePicture';
import './routes.css';

function Rows({ rows, own, testId }: { rows: readonly WayRow[]; own: string; testId: string }) {
  return (
    <div className="routes">
      <PanelFacts>
        {rows.map(({ what, way, kind, profile, why }) => (
          <PanelFact
            key={what}
            testId={testId}
            name={
              <>
                <span className="way-what selectable">{what}</span>
                {why.map((sentence) => (
                  <span key={sentence} className="way-why">
                    {sentence}
                  </span>
                ))}
              </>
            }
          >
            <span className={profile === own ? 'way own' : `way ${kind}`}>{way}</span>
          </PanelFact>
        ))}
      </PanelFacts>
    </div>
  );
}

/** Which networks and names go through which tunnel, which one wins what several want, and why. */
export function Routes({ view, profile }: PanelProps) {
  const t = useTranslation();
  const { networks, more, names } = view.overview.ways;
  if (networks.length === 0 && names.length === 0) return null;
  return (
    <Panel title={t('ways-title')} testId="panel-routes">
      <RoutePicture rows={networks} />
      <Rows rows={networks} own={profile.id} testId="way-network" />
      {more !== null && <p className="way-why">{more}</p>}
      {names.length > 0 && (
        <>
          <h4 className="way-head">{t('ways-names')}</h4>
          <Rows rows={names} own={profile.id} testId="way-name" />
        </>
      )}
    </Panel>
  );
}

import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Panel } from '../../components/Panel';
import { useFormats } from '../../format';
import { useTranslation } from '../../i18n';
import { GRAPH_SECONDS, useTraffic } from '../../store';
import type { ProfileView } from '../../types';
import { Chart } from '../statistics/Chart';
import { History, type Span } from '../statistics/History';
import { Numbers } from '../statistics/Numbers';

const SPANS = ['minute', 'hour', 'today', 'month'] as const satisfies ReadonlyArray<Span | 'minute'>;

/** The last minute, as it goes on. */
function Minute({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const { rate } = useFormats();
  const traffic = useTraffic(profile.id);
  const samples = traffic?.samples ?? [];
  const dropped = traffic?.dropped ?? [];
  const last = samples.at(-1);
  const points = samples.map(({ at, receiveRate, sendRate }) => ({ at, received: receiveRate, sent: sendRate }));
  return (
    <>
      <Chart
        points={points}
        span={GRAPH_SECONDS * 1000}
        label={t('graph-label', { received: rate(last?.receiveRate ?? 0), sent: rate(last?.sendRate ?? 0) })}
        quiet={t('graph-quiet')}
        scaleLabel={rate}
      />
      {dropped.length > 0 && (
        <p className="history-text" data-testid="dropped-causes">
          {t('history-dropped', { causes: dropped.join(', ') })}
        </p>
      )}
    </>
  );
}

/** What went through the tunnel: now, and as far back as this computer has kept it. `numbers`: nothing above says them. */
export function Traffic({ profile, numbers }: { profile: ProfileView; numbers: boolean }) {
  const t = useTranslation();
  const [span, setSpan] = useState<Span | 'minute'>('minute');
  return (
    <Panel
      title={t('panel-traffic')}
      testId="panel-traffic"
      aside={
        <ToggleButtonGroup
          className="history-spans"
          aria-label={t('history-span')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[span]}
          onSelectionChange={(keys) => {
            const chosen = SPANS.find((each) => keys.has(each));
            if (chosen !== undefined) setSpan(chosen);
          }}
        >
          {SPANS.map((each) => (
            <ToggleButton key={each} id={each} className="history-span" data-testid={`span-${each}`}>
              {t(`history-${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {span === 'minute' ? <Minute profile={profile} /> : <History profile={profile.id} span={span} />}
      {span === 'minute' && numbers && <Numbers profile={profile.id} />}
    </Panel>
  );
}

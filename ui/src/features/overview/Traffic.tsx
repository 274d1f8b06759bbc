import { Panel } from '../../components/Panel';
import { useFormats } from '../../format';
import { useTranslation } from '../../i18n';
import { GRAPH_SECONDS, useTraffic } from '../../store';
import type { ProfileView } from '../../types';
import { Chart } from '../statistics/Chart';
import { Numbers } from '../statistics/Numbers';

/** What went through the tunnel. `numbers`: nothing above says them. */
export function Traffic({ profile, numbers }: { profile: ProfileView; numbers: boolean }) {
  const t = useTranslation();
  const { rate } = useFormats();
  const samples = useTraffic(profile.id)?.samples ?? [];
  const last = samples.at(-1);
  const points = samples.map(({ at, receiveRate, sendRate }) => ({ at, received: receiveRate, sent: sendRate }));
  return (
    <Panel title={t('panel-traffic')} testId="panel-traffic">
      <Chart
        points={points}
        span={GRAPH_SECONDS * 1000}
        label={t('graph-label', { received: rate(last?.receiveRate ?? 0), sent: rate(last?.sendRate ?? 0) })}
        quiet={t('graph-quiet')}
        scaleLabel={rate}
      />
      {numbers && <Numbers profile={profile.id} />}
    </Panel>
  );
}

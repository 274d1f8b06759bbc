import { Panel } from '../../components/Panel';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { TrafficPanel } from '../statistics/TrafficPanel';

/** What went through the tunnel. */
export function Traffic({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  return (
    <Panel title={t('panel-traffic')} testId="panel-traffic">
      <TrafficPanel profile={profile.id} />
    </Panel>
  );
}

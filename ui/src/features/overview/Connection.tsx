import { Panel } from '../../components/Panel';
import { useTranslation } from '../../i18n';
import type { Details, ProfileView } from '../../types';
import { Facts } from './Facts';

/** The facts of the tunnel. */
export function Connection({ details, profile }: { details: Details; profile: ProfileView }) {
  const t = useTranslation();
  return (
    <Panel title={t('panel-connection')} testId="panel-connection">
      <Facts details={details} profile={profile} />
    </Panel>
  );
}

import { Panel, PanelFact, PanelFacts } from '../../components/Panel';
import { useNow } from '../../components/useNow';
import { useFormats } from '../../format';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';

const MINUTE_MS = 60_000;

/** What a profile is, while there is no tunnel to tell about. */
export function About({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const { ago } = useFormats();
  const now = useNow(MINUTE_MS);
  return (
    <Panel title={t('panel-profile')} testId="panel-profile">
      <PanelFacts>
        <PanelFact name={t('details-server')}>{profile.servers}</PanelFact>
        <PanelFact name={t('panel-sign-in')}>{profile.signIn}</PanelFact>
        <PanelFact name={t('panel-last-used')}>
          {profile.lastUsed === null ? t('row-never-used') : ago(profile.lastUsed, now)}
        </PanelFact>
      </PanelFacts>
    </Panel>
  );
}

import { Button } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';

interface Props {
  /** Those that are for one network, or not for one. */
  profiles: readonly ProfileView[];
  onNetwork: (profile: ProfileView) => void;
}

/** Which profiles go by the network that this computer is in. */
export function KnownNetworks({ profiles, onNetwork }: Props) {
  const t = useTranslation();
  return (
    <>
      <p>{t('setting-known-networks')}</p>
      {profiles.length === 0 && <p className="field-hint">{t('setting-known-networks-none')}</p>}
      <ul className="known-networks" aria-label={t('setting-known-networks')}>
        {profiles.map((profile) => (
          <li key={profile.id} className="setting-press">
            <div>
              <p className="restore-name">{profile.name}</p>
              <p className="field-hint">
                {t(profile.network?.rule === 'only-on' ? 'network-only-on' : 'network-not-on')}
              </p>
            </div>
            <Button className="button" onPress={() => onNetwork(profile)}>
              {t('setting-known-network-change', { name: profile.name })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

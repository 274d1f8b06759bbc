import { EllipsisVertical, Star } from 'lucide-react';
import { memo, useContext } from 'react';
import { Button, SwitchButton, SwitchField } from 'react-aria-components';
import { useFormats } from '../../format';
import { useTraffic } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { Rename } from './Rename';
import { RowContext } from './RowContext';
import { isActive } from './sections';
import { Tile } from './Tile';

/** What goes through a tunnel that is up, and how fast. */
function Use({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const { rate } = useFormats();
  const traffic = useTraffic(profile.id);
  const last = traffic?.samples.at(-1);
  const networks = profile.status.details?.networks ?? [];
  const [first] = networks;
  const busy = last !== undefined && last.receiveRate + last.sendRate > 0;
  return (
    <>
      {busy && <span className="row-rate">{t('row-rate', { rate: rate(last.receiveRate + last.sendRate) })}</span>}
      {first !== undefined && (
        <span className="row-networks">{t('row-networks', { first, more: networks.length - 1 })}</span>
      )}
    </>
  );
}

function Facts({ profile, now }: { profile: ProfileView; now: number }) {
  const t = useTranslation();
  const { ago } = useFormats();
  const { shape, label } = profile.status;
  const used = profile.lastUsed === null ? t('row-never-used') : ago(profile.lastUsed, now);
  return (
    <span className="row-facts">
      {shape === 'off' ? (
        <span className="row-servers">{profile.servers}</span>
      ) : (
        <span className="row-state" data-shape={shape}>
          {label}
        </span>
      )}
      {shape === 'on' && <Use profile={profile} />}
      {(shape === 'working' || shape === 'trouble') && <span className="row-servers">{profile.servers}</span>}
      {profile.temporary && <span className="row-temporary">{t('row-temporary')}</span>}
      {profile.managed && <span className="row-managed">{t('row-managed')}</span>}
      {shape === 'off' && !profile.temporary && !profile.managed && <span className="row-used">{used}</span>}
    </span>
  );
}

/** One profile of the list. */
export const Row = memo(function Row({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const state = useContext(RowContext);
  if (state === null) return null;
  const { now, renaming, menu, ticking, onRenamed, onMenu, onSwitch } = state;
  return (
    <div className="row">
      {ticking && <span className="row-tick" aria-hidden="true" />}
      <Tile id={profile.id} name={profile.name} shape={profile.status.shape} />
      <div className="row-text">
        {renaming === profile.id ? (
          <Rename name={profile.name} onDone={(name) => onRenamed(profile, name)} />
        ) : (
          <>
            <span className="row-name">
              {profile.name}
              {profile.favourite && <Star className="row-star" size="0.75rem" aria-hidden />}
            </span>
            <Facts profile={profile} now={now} />
          </>
        )}
      </div>
      <Button
        className="button quiet icon row-menu"
        data-testid="row-menu"
        aria-label={t('row-menu', { name: profile.name })}
        aria-haspopup="menu"
        aria-expanded={menu === profile.id}
        onPress={() => onMenu(profile.id)}
      >
        <EllipsisVertical size="1.125rem" aria-hidden />
      </Button>
      <SwitchField
        isSelected={isActive(profile)}
        isDisabled={profile.status.action === 'wait'}
        onChange={() => onSwitch(profile)}
        aria-label={t('row-switch', { name: profile.name })}
      >
        <SwitchButton className="switch row-switch" data-testid="row-switch">
          <span className="switch-track" aria-hidden="true">
            <span className="switch-thumb" />
          </span>
        </SwitchButton>
      </SwitchField>
    </div>
  );
});

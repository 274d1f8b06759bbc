import { Checkbox } from '../../components/Checkbox';
import { RadioOptions } from '../../components/RadioOptions';
import { useTranslation } from '../../i18n';
import type { ProfileView, SettingKey, SettingsView, SettingValue } from '../../types';

interface Props {
  settings: SettingsView;
  profiles: readonly ProfileView[];
  set: (key: SettingKey, value: SettingValue) => void;
}

/** The profiles that are connected at each start, each with a box. */
function Chosen({ settings, profiles, set }: Props) {
  const t = useTranslation();
  const chosen = settings.atStartProfiles;
  if (profiles.length === 0) return <p className="field-hint">{t('restore-none')}</p>;
  const choose = (id: string, on: boolean) => {
    const others = chosen.filter((other) => other !== id);
    set('at-start-profiles', on ? [...others, id] : others);
  };
  return (
    <ul className="restore-profiles" data-testid="restore-profiles" aria-label={t('restore-profiles')}>
      {profiles.map(({ id, name }) => (
        <li key={id}>
          <Checkbox value={chosen.includes(id)} onChange={(on) => choose(id, on)} testId={`restore-profile-${id}`}>
            <span className="restore-name">{name}</span>
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}

/** What is connected again by itself. */
export function AtStart(props: Props) {
  const t = useTranslation();
  const { atStart } = props.settings;
  return (
    <>
      <RadioOptions
        label={t('restore-question')}
        value={atStart}
        onChange={(next) => props.set('at-start', next)}
        options={[
          { id: 'was-connected', label: t('restore-was-connected'), hint: t('restore-was-connected-hint') },
          { id: 'chosen', label: t('restore-chosen'), hint: t('restore-chosen-hint') },
          { id: 'nothing', label: t('restore-nothing') },
        ]}
        testId="restore-choice"
      />
      {atStart === 'chosen' && <Chosen {...props} />}
      {atStart !== 'nothing' && <p className="field-hint">{t('restore-note')}</p>}
    </>
  );
}

import { useStore } from '@nanostores/react';
import { Button, Heading } from 'react-aria-components';
import { Checkbox } from '../../components/Checkbox';
import { ModalDialog } from '../../components/ModalDialog';
import { RadioOptions } from '../../components/RadioOptions';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView, RestoreChoice } from '../../types';
import './restore.css';

const NONE: readonly string[] = [];

/** The profiles that are connected at each start, each with a box. */
function Chosen({ profiles, chosen }: { profiles: readonly ProfileView[]; chosen: readonly string[] }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const choose = (id: string, on: boolean) => {
    const others = chosen.filter((other) => other !== id);
    void run(bridge.setRestore('chosen', on ? [...others, id] : others));
  };
  if (profiles.length === 0) return <p className="dialog-text">{t('restore-none')}</p>;
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

/** What is connected again by itself. A choice holds at once. */
export function RestoreDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslation();
  const { view, bridge, run } = useModel();
  const shown = useStore(view);
  const choice = shown?.restore.choice ?? 'was-connected';
  const chosen = shown?.restore.chosen ?? NONE;
  const options: ReadonlyArray<{ id: RestoreChoice; label: string; hint?: string }> = [
    { id: 'was-connected', label: t('restore-was-connected'), hint: t('restore-was-connected-hint') },
    { id: 'chosen', label: t('restore-chosen'), hint: t('restore-chosen-hint') },
    { id: 'nothing', label: t('restore-nothing') },
  ];
  return (
    <ModalDialog open={open} onClose={onClose} dismissable>
      <div className="restore" data-testid="restore">
        <Heading slot="title" level={2} className="dialog-title">
          {t('restore-title')}
        </Heading>
        <RadioOptions
          label={t('restore-question')}
          value={choice}
          onChange={(next) => void run(bridge.setRestore(next, [...chosen]))}
          options={options}
          testId="restore-choice"
        />
        {choice === 'chosen' && <Chosen profiles={shown?.profiles ?? []} chosen={chosen} />}
        <Checkbox
          value={shown?.restore.atLogin ?? false}
          onChange={(on) => void run(bridge.setAtLogin(on))}
          testId="restore-at-login"
        >
          <span>{t('restore-at-login')}</span>
        </Checkbox>
        {choice !== 'nothing' && <p className="restore-note">{t('restore-note')}</p>}
      </div>
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} data-testid="restore-close">
          {t('restore-close')}
        </Button>
      </div>
    </ModalDialog>
  );
}

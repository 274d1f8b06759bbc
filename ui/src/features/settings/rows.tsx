/** The settings in the order of the page: each row with its section and the words by which it is found. */

import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { SelectField } from '../../components/SelectField';
import { Switch } from '../../components/Switch';
import type { Translate } from '../../i18n';
import type { ProfileView, SettingKey, SettingsView, SettingValue, View } from '../../types';
import { KnownNetworks } from './KnownNetworks';
import { Managed } from './Managed';
import { AtStart } from './AtStart';
import { LockChoices } from './LockChoices';

export const SECTIONS = [
  'general',
  'start',
  'protection',
  'networks',
  'notices',
  'profiles',
  'checks',
  'help',
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Row {
  id: string;
  section: Section;
  /** Everything by which it is found. */
  words: string;
  body: ReactNode;
}

/** What the rows do. */
export interface Doing {
  t: Translate;
  set: (key: SettingKey, value: SettingValue) => void;
  setMachine: (change: { lan?: boolean; signInCheck?: boolean }) => void;
  onNetwork: (profile: ProfileView) => void;
  onForget: () => void;
  onDiagnostics: () => void;
  onLog: () => void;
  onReset: () => void;
}

interface Choice {
  id: string;
  label: string;
}

class Rows {
  readonly all: Row[] = [];

  constructor(
    private readonly settings: SettingsView,
    private readonly doing: Doing,
  ) {}

  row(section: Section, id: string, words: readonly string[], body: ReactNode): void {
    this.all.push({ id, section, words: [this.doing.t(`settings-section-${section}`), ...words].join(' '), body });
  }

  /** On or off. */
  switched(section: Section, key: SettingKey, value: boolean, hint?: string): void {
    const { t, set } = this.doing;
    const title = t(`setting-${key}`);
    const more = hint === undefined ? [] : [hint];
    this.row(
      section,
      key,
      [title, ...more],
      <Switch value={value} onChange={(on) => set(key, on)} testId={`setting-${key}`}>
        {title}
        {hint !== undefined && <span className="field-hint">{hint}</span>}
      </Switch>,
    );
  }

  /** One of a few. */
  chosen(section: Section, key: SettingKey, value: string, options: readonly Choice[], hint?: string): void {
    const { t, set } = this.doing;
    const title = t(`setting-${key}`);
    this.row(
      section,
      key,
      [title, hint ?? '', ...options.map((option) => option.label)],
      <>
        <SelectField
          label={title}
          value={value}
          onChange={(name) => set(key, name)}
          options={options}
          placeholder={value}
          testId={`setting-${key}`}
        />
        {hint !== undefined && <p className="field-hint">{hint}</p>}
      </>,
    );
  }

  /** The names of a choice, with their sentences. */
  named(key: SettingKey, names: readonly string[]): Choice[] {
    return names.map((id) => ({ id, label: this.doing.t(`setting-${key}-${id}`) }));
  }

  /** Something to press. */
  pressed(section: Section, id: string, hint: string, label: string, onPress: () => void, disabled = false): void {
    const title = this.doing.t(`setting-${id}`);
    this.row(
      section,
      id,
      [title, hint, label],
      <div className="setting-press">
        <div>
          <p>{title}</p>
          <p className="field-hint">{hint}</p>
        </div>
        <Button
          className="button"
          onPress={onPress}
          isDisabled={disabled}
          aria-label={`${title}: ${label}`}
          data-testid={`setting-${id}`}
        >
          {label}
        </Button>
      </div>,
    );
  }

  general(languages: View['language']['languages']): void {
    const { t } = this.doing;
    const named = languages.map(({ tag, name }) => ({ id: tag, label: name }));
    const system = { id: 'system', label: t('setting-language-system') };
    this.chosen('general', 'language', this.settings.language ?? 'system', [system, ...named]);
    const looks = this.named('appearance', ['system', 'light', 'dark']);
    this.chosen('general', 'appearance', this.settings.appearance, looks);
  }

  start(profiles: readonly ProfileView[]): void {
    const { t } = this.doing;
    const title = t('restore-at-login');
    this.row(
      'start',
      'at-login',
      [title],
      <Switch value={this.settings.atLogin} onChange={(on) => this.doing.set('at-login', on)} testId="restore-at-login">
        {title}
      </Switch>,
    );
    const words = ['restore-question', 'restore-was-connected', 'restore-chosen', 'restore-nothing'].map((id) => t(id));
    this.row('start', 'at-start', words, <AtStart settings={this.settings} profiles={profiles} set={this.doing.set} />);
    const ways = this.named('after-sleep', ['reconnect', 'disconnect']);
    this.chosen('start', 'after-sleep', this.settings.afterSleep, ways, t('setting-after-sleep-hint'));
  }

  protection({ protection, policy }: View): void {
    const { t, setMachine } = this.doing;
    if (protection === null) {
      const words = t('protection-unknown');
      this.row('protection', 'lock', [words], <p role="status">{words}</p>);
      return;
    }
    const choices = protection.choices.flatMap(({ message }) => [message.title, message.advice]);
    const lock = <LockChoices protection={protection} policy={policy} />;
    this.row('protection', 'lock', [t('protection-question'), ...choices], lock);
    const machine = (id: string, name: string, value: boolean, managed: boolean, change: (on: boolean) => void) => {
      const [title, hint] = [t(`protection-${name}`), t(`protection-${name}-hint`)];
      const body = (
        <>
          <Switch value={value} onChange={change} testId={id} disabled={managed}>
            {title}
            <span className="field-hint">{hint}</span>
          </Switch>
          <Managed policy={managed ? policy : null} />
        </>
      );
      this.row('protection', id, [title, hint], body);
    };
    machine('lock-lan', 'lan', protection.lan, policy?.lan === true, (lan) => setMachine({ lan }));
    machine('sign-in-check', 'check', protection.signInCheck, false, (signInCheck) => setMachine({ signInCheck }));
  }

  networks(profiles: readonly ProfileView[]): void {
    const { t, onNetwork } = this.doing;
    this.switched('networks', 'desktop-proxy', this.settings.desktopProxy, t('setting-desktop-proxy-hint'));
    const ruled = profiles.filter((profile) => profile.network !== null);
    const words = [t('setting-known-networks'), ...ruled.map((profile) => profile.name)];
    this.row('networks', 'known-networks', words, <KnownNetworks profiles={ruled} onNetwork={onNetwork} />);
  }

  notices(): void {
    const told = this.named('notifications', ['all', 'not-mine', 'none']);
    this.chosen('notices', 'notifications', this.settings.notifications, told);
    const clicks = this.named('tray-click', ['toggle-last', 'open-window']);
    this.chosen('notices', 'tray-click', this.settings.trayClick, clicks);
  }

  profiles({ profiles, keychain }: View): void {
    const { t, onForget } = this.doing;
    const orders = this.named('sort', ['last-used', 'name', 'added']);
    this.chosen('profiles', 'sort', this.settings.sort, orders);
    const hint = keychain.notice?.title ?? t('setting-remember-hint');
    this.switched('profiles', 'remember', this.settings.remember, hint);
    const count = profiles.filter((profile) => profile.remembers).length;
    const [says, label] = [t('setting-forget-count', { count }), t('setting-forget-all')];
    this.pressed('profiles', 'forget', says, label, onForget, count === 0);
  }

  checks(): void {
    const { t } = this.doing;
    this.switched('checks', 'live-check', this.settings.liveCheck, t('setting-live-check-hint'));
    this.switched('checks', 'history', this.settings.history, t('setting-history-hint'));
    this.switched('checks', 'update-check', this.settings.updateCheck, t('setting-update-check-hint'));
  }

  help(): void {
    const { t, onDiagnostics, onLog, onReset } = this.doing;
    this.pressed('help', 'diagnostics', t('setting-diagnostics-hint'), t('setting-diagnostics-open'), onDiagnostics);
    this.pressed('help', 'log', t('setting-log-hint'), t('setting-log-open'), onLog);
    this.pressed('help', 'reset', t('setting-reset-hint'), t('setting-reset-all'), onReset);
  }
}

/** All rows. */
export function settingRows(view: View, doing: Doing): readonly Row[] {
  const rows = new Rows(view.settings, doing);
  rows.general(view.language.languages);
  rows.start(view.profiles);
  rows.protection(view);
  rows.networks(view.profiles);
  rows.notices();
  rows.profiles(view);
  rows.checks();
  rows.help();
  return rows.all;
}

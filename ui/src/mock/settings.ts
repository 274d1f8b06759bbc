/** What a person who has set nothing has, and setting it. */

import type { Commands } from '../bridge';
import type { SettingsView } from '../types';
import type { MockState } from './state';

export const SETTINGS: SettingsView = {
  atLogin: false,
  atStart: 'was-connected',
  atStartProfiles: [],
  language: null,
  appearance: 'system',
  notifications: 'all',
  sort: 'name',
  trayClick: 'toggle-last',
  afterSleep: 'reconnect',
  history: true,
  liveCheck: true,
  updateCheck: false,
  desktopProxy: true,
  remember: true,
};

/** Some of those that there are. */
export const LANGUAGES = [
  { tag: 'en', name: 'English' },
  { tag: 'de', name: 'Deutsch' },
  { tag: 'fr', name: 'Français' },
  { tag: 'ar', name: 'العربية' },
];

/** What the shell makes, in short. */
const DIAGNOSTICS = (names: boolean, addresses: boolean): string[] => [
  'Adit diagnostics',
  '',
  '== Versions ==',
  'adit: 0.1.0',
  'kernel: 6.12.9',
  '',
  '== State and network plan ==',
  'profiles: 3',
  `connection 1.name: ${names ? 'Work' : '[profile-1]'}`,
  `connection 1.state.addresses: ${addresses ? '10.8.0.6/24' : '[private-ipv4-1]/24'}`,
  'connection 1.state.mtu: 1500',
  '',
  '== Log ==',
  `2026-03-03T09:00:04.38Z info [profile-1] Contacting ${names ? 'vpn.example.com' : '[host-1]'}`,
];

/** `tray-click` as the view has it. */
function field(key: string): string {
  return key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function settingsCommands(
  state: MockState,
): Pick<Commands, 'setSetting' | 'resetSettings' | 'diagnostics' | 'saveText'> {
  return {
    setSetting: async (key, value) => {
      const set = key === 'language' && value === 'system' ? null : value;
      state.push((view) => ({ ...view, settings: { ...view.settings, [field(key)]: set } }));
    },
    resetSettings: async () => state.push((view) => ({ ...view, settings: SETTINGS })),
    diagnostics: async (names, addresses) => DIAGNOSTICS(names, addresses),
    saveText: async () => true,
  };
}

/** What a person who has set nothing has, and setting it. */

import type { Commands } from '../bridge';
import type { SettingsView } from '../types';
import type { MockState } from './state';

export const SETTINGS: SettingsView = {
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

/** `tray-click` as the view has it. */
function field(key: string): string {
  return key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function settingsCommands(state: MockState): Pick<Commands, 'setSetting'> {
  return {
    setSetting: async (key, value) => {
      const set = key === 'language' && value === 'system' ? null : value;
      state.push((view) => ({ ...view, settings: { ...view.settings, [field(key)]: set } }));
    },
  };
}

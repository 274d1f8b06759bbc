/** A helper that cannot be used, and starting it. */

import type { Commands } from '../bridge';
import type { FindingView, HelperView } from '../types';
import type { MockState } from './state';

export const RUNNING: HelperView = { status: 'running', trouble: null, way: 'none', first: false, progress: null };
export const NO_HELPER: HelperView = { ...RUNNING, status: 'not-running' };

export const FIRST: HelperView = {
  ...NO_HELPER,
  way: 'enable',
  first: true,
  trouble: {
    title: 'Connecting needs Adit’s helper, which is not enabled.',
    advice: 'Importing and editing work without it.',
    detail: '',
  },
};

export const FIRST_WORKING: HelperView = { ...FIRST, way: 'wait', progress: 'Waiting for the permission…' };

export const FIRST_REFUSED: HelperView = {
  ...FIRST,
  trouble: {
    title: 'You may not start Adit’s helper on this computer.',
    advice: 'Ask somebody who administers it, or try again with an administrator’s password.',
    detail: 'org.freedesktop.DBus.Error.AccessDenied: Permission denied',
  },
};

export const NOT_INSTALLED: HelperView = {
  ...FIRST,
  way: 'look',
  trouble: {
    title: 'Adit’s helper is not installed in this system.',
    advice: 'Install Adit’s package. If you built Adit yourself, “make run” starts both.',
    detail: '',
  },
};

export const FAILING: HelperView = {
  ...NO_HELPER,
  way: 'start-again',
  trouble: {
    title: 'Adit’s helper ended by itself.',
    advice: 'Start it again. If it ends again, “Check this computer” in the menu may show why.',
    detail: 'aditd.service: activating (auto-restart), result exit-code, status 203, started again 3 times',
  },
};

const FINDINGS: FindingView[] = [
  {
    name: 'Service',
    level: 'problem',
    found: {
      title: 'The helper was started and ended by itself.',
      advice: 'Start it again in Adit’s window.',
      detail: 'aditd.service: failed (failed), result exit-code, status 203, started again 3 times',
    },
  },
  { name: 'Tunnel device', level: 'ok', found: { title: 'The kernel can make tunnels.', advice: '', detail: '' } },
  {
    name: 'Clock',
    level: 'notice',
    found: {
      title: 'The clock is not set by the network. Where it is wrong, certificates seem to have expired.',
      advice: 'Switch it on with “sudo timedatectl set-ntp true”.',
      detail: '',
    },
  },
];

export function helperCommands(state: MockState): Pick<Commands, 'startHelper' | 'examine' | 'openGuide'> {
  return {
    startHelper: async () => state.push((view) => ({ ...view, helper: RUNNING })),
    examine: async () => FINDINGS,
    openGuide: async () => null,
  };
}

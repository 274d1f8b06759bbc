/** The lock as the shell would describe it, and what the mock does when it is changed. */

import type { Commands } from '../bridge';
import type { LockChoice, MessageView, ProtectionView } from '../types';
import type { MockState } from './state';

const note = (title: string, advice = ''): MessageView => ({ title, advice, detail: '' });

const CHOICES: ReadonlyArray<readonly [LockChoice, string, string]> = [
  ['off', 'Never hold traffic back', 'When a tunnel breaks, traffic goes out beside it.'],
  [
    'while-wanted',
    'While a connection is wanted (recommended)',
    'From Connect to Disconnect, nothing leaves beside a tunnel that takes all traffic.',
  ],
  [
    'always',
    'Always, also without a connection',
    'From the start of this computer on, nothing leaves without a tunnel, until somebody lets it out.',
  ],
];

export const OPEN: ProtectionView = {
  state: 'open',
  message: note('Nothing is held back.'),
  trying: false,
  reconnect: null,
  lock: 'while-wanted',
  lan: true,
  signInCheck: true,
  choices: CHOICES.map(([lock, title, advice]) => ({ lock, message: note(title, advice) })),
  portal: false,
  exceptions: [],
  takenAway: [],
};

export const HELD: ProtectionView = {
  ...OPEN,
  state: 'held',
  message: note(
    'Traffic is held back because “Work” is not connected.',
    'Connect again, or let the traffic out without protection.',
  ),
  reconnect: 'work',
};

export const HELD_TRYING: ProtectionView = {
  ...HELD,
  message: note(
    'Traffic is held back until “Work” is connected.',
    'Adit goes on trying. You can let the traffic out without protection meanwhile.',
  ),
  trying: true,
  reconnect: null,
};

export const LET_OUT: ProtectionView = {
  ...OPEN,
  state: 'let-out',
  message: note(
    'Traffic goes out without protection, because somebody let it out.',
    'It is held back again once a tunnel is connected, or at once if you want.',
  ),
};

export const PORTAL: ProtectionView = {
  ...HELD,
  portal: true,
  exceptions: ['The sign-in page of this network can be reached by anna until 14:05.'],
};

export const NETWORK_SIGN_IN: MessageView = note(
  'This network wants you to sign in first.',
  'Open its page, sign in, and Adit connects by itself.',
);

export const TAKEN: ProtectionView = {
  ...OPEN,
  state: 'failed',
  message: note(
    'Traffic should be held back, and this computer’s firewall does not do so.',
    'Another firewall program may have removed Adit’s rules. Go offline if nothing must get out.',
  ),
  takenAway: [
    note(
      'Another program removes the tunnel’s routes again and again (37 times lately). Adit puts them back each time.',
      'Look for another VPN, firewall or network program on this computer, and end it.',
    ),
  ],
};

export function protectionCommands(
  state: MockState,
): Pick<Commands, 'setProtection' | 'letOut' | 'openPortal' | 'closePortal'> {
  const change = (to: Partial<ProtectionView>) =>
    state.push((view) => ({ ...view, protection: view.protection && { ...view.protection, ...to } }));
  return {
    setProtection: async (lock, lan, signInCheck) => {
      const letOut = state.view.protection?.state === 'let-out';
      change({ ...(letOut ? HELD : {}), lock, lan, signInCheck });
    },
    letOut: async () => change(LET_OUT),
    openPortal: async () => change({ portal: true, exceptions: PORTAL.exceptions }),
    closePortal: async () => change({ portal: false, exceptions: [] }),
  };
}

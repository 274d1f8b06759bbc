/** What an organisation has settled, as the shell would describe it. */

import type { SettledView } from '../types';

export const SETTLED: SettledView = {
  message: { title: 'Some settings are set by Example Ltd.', advice: '', detail: '' },
  setting: 'Set by Example Ltd.',
  unusable: false,
  lock: true,
  lan: false,
  letOut: false,
  noOwnProfiles: 'Profiles of your own cannot be used: Example Ltd does not allow them.',
};

export const UNUSABLE: SettledView = {
  message: {
    title:
      'The policy of your organisation cannot be used, so that nothing is allowed: line 4 of /etc/adit/policy.toml: lock.mode is “allways”, and can be off, wanted or always.',
    advice:
      'Ask an administrator to correct this line and to run “aditctl policy apply”. Until then traffic is held back.',
    detail: '',
  },
  setting: 'Set by your organisation.',
  unusable: true,
  lock: true,
  lan: true,
  letOut: false,
  noOwnProfiles: 'Profiles of your own cannot be used: your organisation does not allow them.',
};

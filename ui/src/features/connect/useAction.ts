import { useCallback } from 'react';
import { useModel } from '../../store';
import type { ProfileView } from '../../types';

/** Does what the profile's one button says. */
export function useAction(): (profile: ProfileView) => void {
  const model = useModel();
  return useCallback(
    ({ id, status }) => {
      switch (status.action) {
        case 'connect':
        case 'try-again':
          void model.run(model.bridge.connect(id));
          break;
        case 'cancel':
        case 'disconnect':
          void model.run(model.bridge.disconnect(id));
          break;
        case 'wait':
          break;
      }
    },
    [model],
  );
}

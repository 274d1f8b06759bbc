import { useStore } from '@nanostores/react';
import { useCallback } from 'react';
import { useModel } from '../../store';
import type { Sort } from '../../types';

/** The order of the list, which is a setting. */
export function useSort(): [Sort, (sort: Sort) => void] {
  const { bridge, run, view } = useModel();
  const sort = useStore(view)?.settings.sort ?? 'last-used';
  const set = useCallback((next: Sort) => void run(bridge.setSetting('sort', next)), [bridge, run]);
  return [sort, set];
}

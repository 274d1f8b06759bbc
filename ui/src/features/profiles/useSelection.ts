import { useMemo, useState } from 'react';
import type { Selection } from 'react-aria-components';
import type { ProfileView } from '../../types';

export interface Chosen {
  /** What the list shows as chosen. */
  keys: Iterable<string>;
  /** The profiles, where there are several; else none. */
  several: readonly ProfileView[];
  /** Rows are ticked one by one. */
  ticking: boolean;
  change: (keys: Selection) => void;
  /** Begins to tick rows. */
  tick: (profiles: Iterable<string>) => void;
  /** One is chosen again. */
  end: () => void;
}

/** One profile is chosen, which the card shows, or several are. */
export function useSelection(
  profiles: readonly ProfileView[],
  chosen: string | null,
  onChoose: (profile: string) => void,
): Chosen {
  const [set, setSet] = useState<ReadonlySet<string> | null>(null);
  const [ticking, setTicking] = useState(false);
  // What is gone, or is not found any more, is not acted upon.
  const several = useMemo(
    () => (set === null ? [] : profiles.filter((profile) => set.has(profile.id))),
    [profiles, set],
  );
  const end = () => {
    setSet(null);
    setTicking(false);
  };
  const change = (keys: Selection) => {
    const next = keys === 'all' ? profiles.map((profile) => profile.id) : [...keys].map(String);
    const [first] = next;
    if (ticking && next.length === 0) return end();
    setSet(next.length > 1 || ticking ? new Set(next) : null);
    if (next.length === 1 && !ticking && first !== undefined) onChoose(first);
  };
  const tick = (ids: Iterable<string>) => {
    setSet(new Set(ids));
    setTicking(true);
  };
  const one = chosen === null ? [] : [chosen];
  return {
    keys: set === null || (several.length === 0 && !ticking) ? one : several.map((profile) => profile.id),
    several,
    ticking,
    change,
    tick,
    end,
  };
}

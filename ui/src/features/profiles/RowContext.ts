import { createContext } from 'react';
import type { ProfileView } from '../../types';

/** What rows are drawn with beside their profile. It reaches them past the list, which would make all thousand rows anew. */
export interface RowState {
  /** Milliseconds, for "two hours ago". */
  now: number;
  renaming: string | null;
  /** The profile whose menu is open. */
  menu: string | null;
  /** Rows are ticked instead of chosen. */
  ticking: boolean;
  onRenamed: (profile: ProfileView, name: string | null) => void;
  onMenu: (profile: string) => void;
  onSwitch: (profile: ProfileView) => void;
}

export const RowContext = createContext<RowState | null>(null);

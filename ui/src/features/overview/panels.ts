import type { ProfileView, View } from '../../types';

/** What a panel of the page knows. */
export interface PanelProps {
  view: View;
  /** The profile that the page is about. */
  profile: ProfileView;
}

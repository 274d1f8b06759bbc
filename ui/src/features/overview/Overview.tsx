/** The page of one profile below its state: panels side by side in a wide window, one below the other in a narrow one. */

import { Checked } from './Checked';
import { Connection } from './Connection';
import type { PanelProps } from './panels';
import { Routes } from './Routes';
import { Traffic } from './Traffic';
import './overview.css';

export function Overview({ view, profile, wide }: PanelProps & { wide: boolean }) {
  const { details } = profile.status;
  if (details === null) return null;
  return (
    <div className="overview" data-testid="overview">
      <div className="overview-row">
        <Traffic profile={profile} numbers={wide} />
        <Checked view={view} profile={profile} />
      </div>
      <div className="overview-row">
        <Routes view={view} profile={profile} />
        <Connection details={details} profile={profile} />
      </div>
    </div>
  );
}

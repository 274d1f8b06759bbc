import { Building2 } from 'lucide-react';
import type { SettledView } from '../../types';

/** Why a setting cannot be chosen: the organisation has. */
export function Managed({ policy }: { policy: SettledView | null }) {
  if (policy === null) return null;
  return (
    <p className="settled" data-testid="lock-settled">
      <Building2 size="1rem" aria-hidden />
      {policy.setting}
    </p>
  );
}

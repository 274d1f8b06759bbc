import { FolderPlus, Star, StarOff, Trash2, X } from 'lucide-react';
import { Button, Toolbar } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { isActive } from './sections';

export type BarAction = 'favourite' | 'unfavourite' | 'group' | 'remove' | 'close';

interface Props {
  /** At least two. */
  chosen: readonly ProfileView[];
  onAction: (action: BarAction) => void;
}

/** What can be done with several profiles at once. */
export function ActionBar({ chosen, onAction }: Props) {
  const t = useTranslation();
  const star = chosen.every((profile) => profile.favourite) ? 'unfavourite' : 'favourite';
  // The same profiles that the menu of a single row refuses to remove.
  const removable = chosen.some((profile) => !isActive(profile) && !profile.managed);
  const actions = [
    [star, star === 'favourite' ? Star : StarOff, true],
    ['group', FolderPlus, true],
    ['remove', Trash2, removable],
  ] as const;
  const count = t('bar-count', { count: chosen.length });
  return (
    <Toolbar className="action-bar" aria-label={count} data-testid="action-bar">
      <span className="action-bar-count" role="status">
        {count}
      </span>
      {actions.map(([action, Icon, enabled]) => (
        <Button
          key={action}
          className="button quiet icon"
          aria-label={t(`bar-${action}`)}
          isDisabled={!enabled}
          data-testid={`bar-${action}`}
          onPress={() => onAction(action)}
        >
          <Icon size="1.125rem" aria-hidden />
        </Button>
      ))}
      <Button
        className="button quiet icon"
        aria-label={t('bar-close')}
        data-testid="bar-close"
        onPress={() => onAction('close')}
      >
        <X size="1.125rem" aria-hidden />
      </Button>
    </Toolbar>
  );
}

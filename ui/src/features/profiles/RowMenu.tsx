import { Files, FileOutput, KeyRound, Network, Pencil, Play, Square, SquarePen, Trash2 } from 'lucide-react';
import type { RefObject } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import '../../components/overlay.css';

export type RowAction = 'act' | 'edit' | 'rename' | 'duplicate' | 'export' | 'network' | 'forget' | 'remove';

interface Props {
  profile: ProfileView;
  /** The button that it hangs on. */
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
  onAction: (action: RowAction) => void;
}

/** The menu of one row. There is one for the whole list, so that a row costs little. */
export function RowMenu({ profile, trigger, onClose, onAction }: Props) {
  const t = useTranslation();
  const { action, shape } = profile.status;
  const ends = action === 'cancel' || action === 'disconnect';
  // A tunnel that is up or on its way is ended first, so that removing never cuts anyone off by surprise.
  const disabled: RowAction[] = [
    ...(action === 'wait' ? (['act'] as const) : []),
    ...(ends || shape === 'on' ? (['remove'] as const) : []),
    ...(profile.remembers ? [] : (['forget'] as const)),
    // The organisation's, and the shell refuses it as well.
    ...(profile.managed ? (['edit', 'rename', 'duplicate', 'export', 'remove'] as const) : []),
  ];
  return (
    <Popover
      className="popover"
      placement="bottom end"
      triggerRef={trigger}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Menu
        className="menu"
        aria-label={t('row-menu', { name: profile.name })}
        autoFocus="first"
        disabledKeys={disabled}
        onAction={(key) => onAction(key as RowAction)}
        onClose={onClose}
      >
        <MenuItem id="act" className="menu-item" textValue={t(ends ? 'row-disconnect' : 'row-connect')}>
          {ends ? <Square size="1rem" aria-hidden /> : <Play size="1rem" aria-hidden />}
          {t(action === 'wait' ? 'row-connect' : `row-${action}`)}
        </MenuItem>
        <MenuItem id="edit" className="menu-item" textValue={t('row-edit')}>
          <SquarePen size="1rem" aria-hidden />
          {t('row-edit')}
        </MenuItem>
        <MenuItem id="rename" className="menu-item" textValue={t('row-rename')}>
          <Pencil size="1rem" aria-hidden />
          {t('row-rename')}
          <kbd>F2</kbd>
        </MenuItem>
        <MenuItem id="duplicate" className="menu-item" textValue={t('row-duplicate')}>
          <Files size="1rem" aria-hidden />
          {t('row-duplicate')}
        </MenuItem>
        <MenuItem id="export" className="menu-item" textValue={t('row-export')}>
          <FileOutput size="1rem" aria-hidden />
          {t('row-export')}
        </MenuItem>
        <MenuItem id="network" className="menu-item" textValue={t('row-network')}>
          <Network size="1rem" aria-hidden />
          {t('row-network')}
        </MenuItem>
        <MenuItem id="forget" className="menu-item" textValue={t('row-forget')}>
          <KeyRound size="1rem" aria-hidden />
          {t('row-forget')}
        </MenuItem>
        <Separator className="menu-line" />
        <MenuItem id="remove" className="menu-item" textValue={t('row-remove')}>
          <Trash2 size="1rem" aria-hidden />
          {t('row-remove')}
        </MenuItem>
      </Menu>
    </Popover>
  );
}

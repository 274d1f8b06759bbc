import {
  CheckCheck,
  Files,
  FileOutput,
  FolderPlus,
  KeyRound,
  Network,
  Pencil,
  Play,
  Square,
  SquarePen,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react';
import type { RefObject } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { GroupView, ProfileView } from '../../types';
import { isActive } from './sections';
import '../../components/overlay.css';

export type RowAction =
  | 'act'
  | 'favourite'
  | 'edit'
  | 'rename'
  | 'duplicate'
  | 'export'
  | 'network'
  | 'group'
  | 'rename-group'
  | 'select-group'
  | 'select'
  | 'forget'
  | 'forget-group'
  | 'remove';

interface Props {
  profile: ProfileView;
  /** The group that it is in. */
  group: GroupView | null;
  /** The button that it hangs on. */
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
  onAction: (action: RowAction) => void;
}

/** The menu of one row. There is one for the whole list, so that a row costs little. */
export function RowMenu({ profile, group, trigger, onClose, onAction }: Props) {
  const t = useTranslation();
  const { action } = profile.status;
  const ends = action === 'cancel' || action === 'disconnect';
  // A tunnel that is up or on its way is ended first, so that removing never cuts anyone off by surprise.
  const disabled: RowAction[] = [
    ...(action === 'wait' ? (['act'] as const) : []),
    ...(isActive(profile) ? (['remove'] as const) : []),
    ...(profile.remembers ? [] : (['forget'] as const)),
    ...(group?.remembers === true ? [] : (['forget-group'] as const)),
    // The organisation's, and the shell refuses it as well.
    ...(profile.managed ? (['edit', 'rename', 'duplicate', 'export', 'remove'] as const) : []),
  ];
  const star = profile.favourite ? 'row-unfavourite' : 'row-favourite';
  const item = (id: RowAction, text: string, Icon: typeof Star, key?: string) => (
    <MenuItem key={id} id={id} className="menu-item" textValue={text} data-testid={`row-${id}`}>
      <Icon size="1rem" aria-hidden />
      {text}
      {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
    </MenuItem>
  );
  return (
    <Popover
      className="popover"
      placement="bottom end"
      triggerRef={trigger}
      aria-label={t('row-menu', { name: profile.name })}
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
        {item('act', t(action === 'wait' ? 'row-connect' : `row-${action}`), ends ? Square : Play)}
        {item('favourite', t(star), profile.favourite ? StarOff : Star)}
        {item('group', t('row-group'), FolderPlus)}
        {item('select', t('row-select'), CheckCheck)}
        <Separator className="menu-line" />
        {item('edit', t('row-edit'), SquarePen)}
        {item('rename', t('row-rename'), Pencil, 'F2')}
        {item('duplicate', t('row-duplicate'), Files)}
        {item('export', t('row-export'), FileOutput)}
        {item('network', t('row-network'), Network)}
        {item('forget', t('row-forget'), KeyRound)}
        {group !== null && (
          <>
            <Separator className="menu-line" />
            {item('select-group', t('row-select-group', { name: group.name }), CheckCheck)}
            {item('rename-group', t('row-rename-group', { name: group.name }), Pencil)}
            {item('forget-group', t('row-forget-group', { name: group.name }), KeyRound)}
          </>
        )}
        <Separator className="menu-line" />
        {item('remove', t('row-remove'), Trash2, t('key-delete'))}
      </Menu>
    </Popover>
  );
}

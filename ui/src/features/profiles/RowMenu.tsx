import { EllipsisVertical, KeyRound, Pencil, Play, Square, Trash2 } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useSay } from '../../text';
import type { ProfileView } from '../../types';

export type RowAction = 'act' | 'rename' | 'forget' | 'remove';

interface Props {
  profile: ProfileView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAction: (action: RowAction) => void;
}

export function RowMenu({ profile, open, onOpenChange, onAction }: Props) {
  const say = useSay();
  const { action, shape } = profile.status;
  const ends = action === 'cancel' || action === 'disconnect';
  // A tunnel that is up or on its way is ended first, so that removing never cuts anyone off by surprise.
  const disabled: RowAction[] = [
    ...(action === 'wait' ? (['act'] as const) : []),
    ...(ends || shape === 'on' || action === 'wait' ? (['remove'] as const) : []),
    ...(profile.remembers ? [] : (['forget'] as const)),
  ];
  return (
    <MenuTrigger isOpen={open} onOpenChange={onOpenChange}>
      <Button
        className="button quiet icon row-menu"
        data-testid="row-menu"
        aria-label={say('row-menu', { name: profile.name })}
      >
        <EllipsisVertical size="1.125rem" aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={say('row-menu-label')}
          disabledKeys={disabled}
          onAction={(key) => onAction(key as RowAction)}
        >
          <MenuItem id="act" className="menu-item" textValue={say(ends ? 'row-disconnect' : 'row-connect')}>
            {ends ? <Square size="1rem" aria-hidden /> : <Play size="1rem" aria-hidden />}
            {say(action === 'wait' ? 'row-connect' : `row-${action}`)}
          </MenuItem>
          <MenuItem id="rename" className="menu-item" textValue={say('row-rename')}>
            <Pencil size="1rem" aria-hidden />
            {say('row-rename')}
            <kbd>F2</kbd>
          </MenuItem>
          <MenuItem id="forget" className="menu-item" textValue={say('row-forget')}>
            <KeyRound size="1rem" aria-hidden />
            {say('row-forget')}
          </MenuItem>
          <Separator className="menu-line" />
          <MenuItem id="remove" className="menu-item" textValue={say('row-remove')}>
            <Trash2 size="1rem" aria-hidden />
            {say('row-remove')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

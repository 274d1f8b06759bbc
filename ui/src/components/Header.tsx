import { FileInput, Info, LogOut, Menu as MenuIcon, Plus, ScrollText } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useSay } from '../text';
import './overlay.css';
import { shortcut } from './shortcuts';

export type HeaderAction = 'import' | 'log' | 'about' | 'quit';

/** The app's name, importing, and the menu of pages. */
export function Header({ onAction }: { onAction: (action: HeaderAction) => void }) {
  const say = useSay();
  return (
    <header className="head">
      <h1 className="head-name">{say('app-name')}</h1>
      <Button
        className="button quiet"
        data-testid="import"
        aria-label={say('header-import-label')}
        aria-keyshortcuts="Control+I"
        onPress={() => onAction('import')}
      >
        <Plus size="1.125rem" aria-hidden />
        <span className="head-import">{say('header-import')}</span>
      </Button>
      <MenuTrigger>
        <Button className="button quiet icon" aria-label={say('header-menu')} data-testid="menu">
          <MenuIcon size="1.125rem" aria-hidden />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => onAction(key as HeaderAction)}>
            <MenuItem id="import" className="menu-item" textValue={say('menu-import')} data-testid="menu-import">
              <FileInput size="1rem" aria-hidden />
              {say('menu-import')}
              <kbd>{shortcut('I')}</kbd>
            </MenuItem>
            <MenuItem id="log" className="menu-item" textValue={say('menu-log')} data-testid="menu-log">
              <ScrollText size="1rem" aria-hidden />
              {say('menu-log')}
              <kbd>{shortcut('L')}</kbd>
            </MenuItem>
            <MenuItem id="about" className="menu-item" textValue={say('menu-about')} data-testid="menu-about">
              <Info size="1rem" aria-hidden />
              {say('menu-about')}
            </MenuItem>
            <Separator className="menu-line" />
            <MenuItem id="quit" className="menu-item" textValue={say('menu-quit')} data-testid="menu-quit">
              <LogOut size="1rem" aria-hidden />
              {say('menu-quit')}
              <kbd>{shortcut('Q')}</kbd>
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </header>
  );
}

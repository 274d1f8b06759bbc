import {
  ClipboardPaste,
  FileInput,
  FolderInput,
  Info,
  Link,
  LogOut,
  Menu as MenuIcon,
  Plus,
  ScrollText,
} from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useSay } from '../text';
import './overlay.css';
import { shortcut } from './shortcuts';

export type ImportWay = 'files' | 'folder' | 'text' | 'link';
export type HeaderAction = 'log' | 'about' | 'quit';

const WAYS = [
  ['files', FileInput],
  ['folder', FolderInput],
  ['text', ClipboardPaste],
  ['link', Link],
] as const satisfies ReadonlyArray<readonly [ImportWay, unknown]>;

interface Props {
  onAction: (action: HeaderAction) => void;
  onImport: (way: ImportWay) => void;
}

/** The app's name, the ways to bring profiles in, and the menu of pages. */
export function Header({ onAction, onImport }: Props) {
  const say = useSay();
  return (
    <header className="head">
      <h1 className="head-name">{say('app-name')}</h1>
      <MenuTrigger>
        <Button className="button quiet" data-testid="import" aria-label={say('header-import-label')}>
          <Plus size="1.125rem" aria-hidden />
          <span className="head-import">{say('header-import')}</span>
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => onImport(key as ImportWay)}>
            {WAYS.map(([way, Icon]) => (
              <MenuItem
                key={way}
                id={way}
                className="menu-item"
                textValue={say(`import-way-${way}`)}
                data-testid={`import-${way}`}
              >
                <Icon size="1rem" aria-hidden />
                {say(`import-way-${way}`)}
                {way === 'files' && <kbd>{shortcut('I')}</kbd>}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <MenuTrigger>
        <Button className="button quiet icon" aria-label={say('header-menu')} data-testid="menu">
          <MenuIcon size="1.125rem" aria-hidden />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => onAction(key as HeaderAction)}>
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

import {
  BookOpen,
  ClipboardPaste,
  FileInput,
  FolderInput,
  Info,
  Link,
  LogOut,
  Menu as MenuIcon,
  Plus,
  ScrollText,
  Settings,
  Stethoscope,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { useTranslation } from '../i18n';
import './overlay.css';
import { shortcut } from './shortcuts';

export type ImportWay = 'files' | 'folder' | 'text' | 'link';
export type HeaderAction = 'log' | 'doctor' | 'settings' | 'guide' | 'about' | 'quit';

const WAYS = [
  ['files', FileInput],
  ['folder', FolderInput],
  ['text', ClipboardPaste],
  ['link', Link],
] as const satisfies ReadonlyArray<readonly [ImportWay, unknown]>;

interface Props {
  onAction: (action: HeaderAction) => void;
  onImport: (way: ImportWay) => void;
  /** Why nothing can be brought in. */
  settled: string | null;
  /** The field that looks for profiles, where there are enough of them to look for one; else the app's name stands there. */
  search: ReactNode;
}

/** The search, the ways to bring profiles in, and the menu of pages. */
export function Header({ onAction, onImport, settled, search }: Props) {
  const t = useTranslation();
  return (
    <header className="head">
      <h1 className={search === null ? 'head-name' : 'visually-hidden'}>{t('app-name')}</h1>
      {search}
      <MenuTrigger>
        <Button
          className={search === null ? 'button quiet' : 'button quiet icon'}
          data-testid="import"
          aria-label={settled === null ? t('header-import-label') : `${t('header-import-label')}. ${settled}`}
          isDisabled={settled !== null}
        >
          <Plus size="1.125rem" aria-hidden />
          {search === null && <span className="head-import">{t('header-import')}</span>}
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => onImport(key as ImportWay)}>
            {WAYS.map(([way, Icon]) => (
              <MenuItem
                key={way}
                id={way}
                className="menu-item"
                textValue={t(`import-way-${way}`)}
                data-testid={`import-${way}`}
              >
                <Icon size="1rem" aria-hidden />
                {t(`import-way-${way}`)}
                {way === 'files' && <kbd>{shortcut('I')}</kbd>}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <MenuTrigger>
        <Button className="button quiet icon" aria-label={t('header-menu')} data-testid="menu">
          <MenuIcon size="1.125rem" aria-hidden />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => onAction(key as HeaderAction)}>
            <MenuItem id="log" className="menu-item" textValue={t('menu-log')} data-testid="menu-log">
              <ScrollText size="1rem" aria-hidden />
              {t('menu-log')}
              <kbd>{shortcut('L')}</kbd>
            </MenuItem>
            <MenuItem id="doctor" className="menu-item" textValue={t('menu-doctor')} data-testid="menu-doctor">
              <Stethoscope size="1rem" aria-hidden />
              {t('menu-doctor')}
            </MenuItem>
            <MenuItem id="settings" className="menu-item" textValue={t('menu-settings')} data-testid="menu-settings">
              <Settings size="1rem" aria-hidden />
              {t('menu-settings')}
              <kbd>{shortcut(',')}</kbd>
            </MenuItem>
            <MenuItem id="guide" className="menu-item" textValue={t('menu-guide')} data-testid="menu-guide">
              <BookOpen size="1rem" aria-hidden />
              {t('menu-guide')}
            </MenuItem>
            <MenuItem id="about" className="menu-item" textValue={t('menu-about')} data-testid="menu-about">
              <Info size="1rem" aria-hidden />
              {t('menu-about')}
            </MenuItem>
            <Separator className="menu-line" />
            <MenuItem id="quit" className="menu-item" textValue={t('menu-quit')} data-testid="menu-quit">
              <LogOut size="1rem" aria-hidden />
              {t('menu-quit')}
              <kbd>{shortcut('Q')}</kbd>
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </header>
  );
}

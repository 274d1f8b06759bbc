import { ArrowDownWideNarrow } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { Sort } from '../../types';
import { SORTS } from './sections';
import '../../components/overlay.css';

/** In which order the profiles of a section come. */
export function SortMenu({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const t = useTranslation();
  return (
    <MenuTrigger>
      <Button
        className="button quiet sort"
        aria-label={t('sort-label', { order: t(`sort-${sort}`) })}
        data-testid="sort"
      >
        {t(`sort-${sort}`)}
        <ArrowDownWideNarrow size="0.875rem" aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom end" aria-label={t('sort-title')}>
        <Menu
          className="menu"
          aria-label={t('sort-title')}
          selectionMode="single"
          selectedKeys={[sort]}
          onAction={(key) => onSort(key as Sort)}
        >
          {SORTS.map((each) => (
            <MenuItem
              key={each}
              id={each}
              className="menu-item"
              textValue={t(`sort-${each}`)}
              data-testid={`sort-${each}`}
            >
              {t(`sort-${each}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

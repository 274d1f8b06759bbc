import { useStore } from '@nanostores/react';
import { FileDown } from 'lucide-react';
import { useModel } from '../store';
import { useTranslation } from '../i18n';

/** Shown while files hang over the window. */
export function DropOverlay() {
  const t = useTranslation();
  const over = useStore(useModel().dragOver);
  if (!over) return null;
  return (
    <div className="drop" data-testid="drop-overlay">
      <div className="drop-frame">
        <FileDown size="2rem" aria-hidden />
        <p className="dialog-title">{t('drop-title')}</p>
        <p className="dialog-text">{t('drop-text')}</p>
      </div>
    </div>
  );
}

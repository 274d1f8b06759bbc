import { Building2, ClipboardPaste, FileInput, FolderInput, Link } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import type { ImportWay } from '../../components/Header';
import { useTranslation } from '../../i18n';

const OTHERS = [
  ['folder', FolderInput],
  ['text', ClipboardPaste],
  ['link', Link],
] as const;

/** No profile yet: the ways to get one. `refused`: why there is none. */
export function Empty({ onImport, refused }: { onImport: (way: ImportWay) => void; refused: string | null }) {
  const t = useTranslation();
  return (
    <section className="empty" data-testid="empty-state" aria-labelledby="empty-title">
      <Arch shape="off" />
      <h2 id="empty-title" className="empty-title">
        {t('empty-title')}
      </h2>
      {refused === null ? (
        <Ways onImport={onImport} />
      ) : (
        <p className="settled" data-testid="import-settled">
          <Building2 size="1rem" aria-hidden />
          {refused}
        </p>
      )}
    </section>
  );
}

function Ways({ onImport }: { onImport: (way: ImportWay) => void }) {
  const t = useTranslation();
  return (
    <>
      <p className="empty-text">{t('empty-text')}</p>
      <Button className="button primary" onPress={() => onImport('files')} data-testid="import-choose">
        <FileInput size="1rem" aria-hidden />
        {t('import-way-files')}
      </Button>
      <div className="empty-others">
        {OTHERS.map(([way, Icon]) => (
          <Button key={way} className="button quiet" onPress={() => onImport(way)} data-testid={`empty-${way}`}>
            <Icon size="1rem" aria-hidden />
            {t(`import-way-${way}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

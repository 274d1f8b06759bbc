import { useStore } from '@nanostores/react';
import { useEffect, useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { Collapsible } from '../../components/Collapsible';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { AboutView } from '../../types';
import './about.css';

/** Version, licence, and what Adit is made of. */
export function About({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslation();
  const model = useModel();
  const version = useStore(model.view)?.version ?? '';
  const [about, setAbout] = useState<AboutView | null>(null);

  useEffect(() => {
    if (open && about === null) void model.run(model.bridge.about().then(setAbout));
  }, [open, about, model]);

  return (
    <ModalDialog open={open} onClose={onClose} dismissable>
      <div className="about" data-testid="about">
        <Arch shape="on" />
        <Heading slot="title" level={2} className="about-name">
          {t('app-name')}
        </Heading>
        <p className="selectable">{t('about-version', { version: about?.version ?? version })}</p>
        <p className="dialog-text">{t('about-text')}</p>
        {about !== null && (
          <p className="about-small selectable">
            {t('about-licence', { licence: about.licence })}
            {' · '}
            {t('about-contract', { contract: String(about.contract) })}
          </p>
        )}
      </div>
      {about !== null && about.parts.length > 0 && (
        <Collapsible title={t('about-licences')}>
          <ul className="parts selectable">
            {about.parts.map((part) => (
              <li key={`${part.name} ${part.version}`} className="part">
                <span>
                  {part.name} <span className="about-small">{part.version}</span>
                </span>
                <span className="about-small">{part.licence}</span>
              </li>
            ))}
          </ul>
        </Collapsible>
      )}
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} autoFocus>
          {t('about-close')}
        </Button>
      </div>
    </ModalDialog>
  );
}

import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';

/** Says what the file will hold before it is written. */
export function ExportDialog({ profile, onClose }: { profile: ProfileView | null; onClose: () => void }) {
  const t = useTranslation();
  const model = useModel();
  const write = () => {
    onClose();
    if (profile !== null) void model.run(model.bridge.exportProfile(profile.id));
  };
  return (
    <ModalDialog open={profile !== null} onClose={onClose}>
      <Heading slot="title" level={2} className="dialog-title">
        {t('export-title', { name: profile?.name ?? '' })}
      </Heading>
      <p className="dialog-text">{t('export-text')}</p>
      <div className="dialog-foot">
        <Button className="button" data-testid="export-cancel" onPress={onClose}>
          {t('import-cancel')}
        </Button>
        <Button className="button primary" data-testid="export-confirm" onPress={write} autoFocus>
          {t('export-export')}
        </Button>
      </div>
    </ModalDialog>
  );
}

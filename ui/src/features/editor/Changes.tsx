import { useEffect, useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { OriginalView } from '../../types';
import { Diff } from '../report/Diff';

interface Props {
  profile: string;
  /** What is typed and not saved is not compared. */
  dirty: boolean;
  onRestore: () => void;
  onClose: () => void;
}

function Comparison({ profile, dirty, onRestore, onClose }: Props) {
  const t = useTranslation();
  const model = useModel();
  const [original, setOriginal] = useState<OriginalView | null>(null);
  useEffect(() => {
    void model.run(model.bridge.editOriginal(profile).then(setOriginal));
  }, [model, profile]);
  return (
    <>
      <Heading slot="title" level={2} className="dialog-title">
        {t('changes-title')}
      </Heading>
      {original !== null && (
        <p className="dialog-text" data-testid="changes-text">
          {t(original.changed ? 'changes-text' : 'changes-none')}
          {dirty && ` ${t('changes-unsaved')}`}
        </p>
      )}
      {original?.changed === true && (
        // What scrolls must be reachable by keyboard
        <div className="changes" tabIndex={0} role="group" aria-label={t('changes-title')}>
          <Diff lines={original.diff} label={t('changes-label')} />
        </div>
      )}
      <div className="dialog-foot">
        {(original?.changed === true || dirty) && (
          <Button className="button" data-testid="edit-restore" onPress={onRestore}>
            {t('changes-restore')}
          </Button>
        )}
        <Button className="button primary" data-testid="changes-close" onPress={onClose} autoFocus>
          {t('changes-close')}
        </Button>
      </div>
    </>
  );
}

/** How the profile differs from what was imported, and the way back. */
export function Changes({ open, ...props }: Props & { open: boolean }) {
  return (
    <ModalDialog open={open} onClose={props.onClose} wide dismissable>
      {open && <Comparison {...props} />}
    </ModalDialog>
  );
}

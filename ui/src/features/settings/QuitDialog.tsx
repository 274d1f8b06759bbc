import { useStore } from '@nanostores/react';
import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';

/** Asked once, when quitting would end tunnels. */
export function QuitDialog() {
  const t = useTranslation();
  const model = useModel();
  const profiles = useStore(model.quitAsked);
  const stay = () => model.quitAsked.set(null);
  const quit = () => {
    stay();
    void model.run(model.bridge.quit(true));
  };
  return (
    <ModalDialog open={profiles !== null} onClose={stay} alert>
      <Heading slot="title" level={2} className="dialog-title">
        {t('quit-title')}
      </Heading>
      <p className="dialog-text">{t('quit-text', { count: profiles?.length ?? 0, name: profiles?.[0] ?? '' })}</p>
      <div className="dialog-foot">
        <Button className="button" data-testid="quit-stay" onPress={stay} autoFocus>
          {t('quit-stay')}
        </Button>
        <Button className="button primary" data-testid="quit-confirm" onPress={quit}>
          {t('quit-quit')}
        </Button>
      </div>
    </ModalDialog>
  );
}

import { useStore } from '@nanostores/react';
import { Building2 } from 'lucide-react';
import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { RadioOptions } from '../../components/RadioOptions';
import { Switch } from '../../components/Switch';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import './protection.css';

/** When traffic is held back on this computer. A choice holds at once. */
export function ProtectionDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslation();
  const { view, bridge, run } = useModel();
  const shown = useStore(view);
  const protection = shown?.protection ?? null;
  const policy = shown?.policy ?? null;
  return (
    <ModalDialog open={open} onClose={onClose} dismissable>
      <div className="protection" data-testid="protection">
        <Heading slot="title" level={2} className="dialog-title">
          {t('protection-title')}
        </Heading>
        {protection === null ? (
          <p className="dialog-text" role="status">
            {t('protection-unknown')}
          </p>
        ) : (
          <>
            <RadioOptions
              label={t('protection-question')}
              value={protection.lock}
              onChange={(lock) => void run(bridge.setProtection(lock, protection.lan, protection.signInCheck))}
              options={protection.choices.map(({ lock, message }) => ({
                id: lock,
                label: message.title,
                hint: message.advice,
              }))}
              testId="lock"
              disabled={policy !== null && policy.lock}
            />
            <Switch
              value={protection.lan}
              onChange={(lan) => void run(bridge.setProtection(protection.lock, lan, protection.signInCheck))}
              testId="lock-lan"
              disabled={policy !== null && policy.lan}
            >
              {t('protection-lan')}
              <span className="field-hint">{t('protection-lan-hint')}</span>
            </Switch>
            {policy !== null && (policy.lock || policy.lan) && (
              <p className="settled" data-testid="lock-settled">
                <Building2 size="1rem" aria-hidden />
                {policy.setting}
              </p>
            )}
            <Switch
              value={protection.signInCheck}
              onChange={(check) => void run(bridge.setProtection(protection.lock, protection.lan, check))}
              testId="sign-in-check"
            >
              {t('protection-check')}
              <span className="field-hint">{t('protection-check-hint')}</span>
            </Switch>
            <p className="protection-now" role="status" data-testid="protection-now">
              {protection.message.title}
            </p>
          </>
        )}
      </div>
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} data-testid="protection-close">
          {t('protection-close')}
        </Button>
      </div>
    </ModalDialog>
  );
}

import { useStore } from '@nanostores/react';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { type Toast, useModel } from '../store';
import { useTranslation } from '../i18n';
import './toasts.css';

/** Whether the profile that a toast offers to connect is on its way, by whatever button it was. */
function useUnderWay(toast: Toast): boolean {
  const view = useStore(useModel().view);
  if (toast.kind !== 'imported' || toast.count !== 1) return false;
  const profile = view?.profiles.find(({ id }) => id === toast.profile);
  return profile !== undefined && profile.status.shape !== 'off';
}

/** Long enough to read it, look up, and press Undo. */
const SHOWN_MS = 10_000;

function Message({ toast }: { toast: Toast }) {
  const t = useTranslation();
  const model = useModel();
  const [held, setHeld] = useState(false);
  // What failed waits for the user; everything else leaves by itself, unless it is being looked at.
  const stays = held || toast.kind === 'failed';

  const underWay = useUnderWay(toast);
  const [wasUnderWay] = useState(underWay);
  useEffect(() => {
    if (underWay && !wasUnderWay) model.dismissToast(toast.id);
  }, [underWay, wasUnderWay, model, toast.id]);

  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => model.dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [stays, model, toast.id]);

  const hold = {
    onMouseEnter: () => setHeld(true),
    onMouseLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  };
  const undo = (profiles: readonly string[]) => {
    model.dismissToast(toast.id);
    void model.run(model.bridge.undoRemove([...profiles]));
  };
  const connect = (profile: string) => {
    model.dismissToast(toast.id);
    void model.run(model.bridge.connect(profile));
  };
  return (
    <li className="toast" data-kind={toast.kind} data-testid="toast" {...hold}>
      <div className="toast-text" role={toast.kind === 'failed' ? 'alert' : 'status'}>
        {toast.kind === 'removed' && t('toast-removed', { name: toast.name, count: toast.profiles.length })}
        {toast.kind === 'forgotten' && t('toast-forgotten', { name: toast.name })}
        {toast.kind === 'exported' && t('toast-exported', { name: toast.name })}
        {toast.kind === 'duplicated' && t('toast-duplicated', { name: toast.name })}
        {toast.kind === 'saved' && `${t('toast-saved', { name: toast.name })} ${toast.remark}`.trim()}
        {toast.kind === 'imported' &&
          `${t('toast-imported', { count: toast.count, name: toast.name })} ${toast.remark}`.trim()}
        {toast.kind === 'failed' && (
          <>
            <p className="toast-title">{toast.sentence.title || t('toast-failed')}</p>
            <p className="selectable">{toast.sentence.advice || toast.sentence.detail}</p>
          </>
        )}
      </div>
      {toast.kind === 'removed' && (
        <Button className="button toast-undo" data-testid="undo-remove" onPress={() => undo(toast.profiles)}>
          {t('toast-undo')}
        </Button>
      )}
      {toast.kind === 'imported' && toast.count === 1 && (
        <Button className="button toast-undo" data-testid="import-connect" onPress={() => connect(toast.profile)}>
          {t('import-connect')}
        </Button>
      )}
      <Button className="button quiet icon" aria-label={t('toast-close')} onPress={() => model.dismissToast(toast.id)}>
        <X size="1rem" aria-hidden />
      </Button>
    </li>
  );
}

/**
 * The strip at the foot of the window. A message takes the place of what it says at rest, so that nothing moves and nothing
 * is covered. Several wait for each other, the newest first.
 */
export function Toasts({ children }: { children: ReactNode }) {
  const t = useTranslation();
  const newest = useStore(useModel().toasts).at(-1);
  return (
    <footer className="strip" data-testid="strip">
      {newest === undefined && <p className="strip-rest">{children}</p>}
      <ul className="toasts" aria-label={t('toasts-label')}>
        {newest !== undefined && <Message key={newest.id} toast={newest} />}
      </ul>
    </footer>
  );
}

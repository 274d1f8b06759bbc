import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { type Toast, useCell, useModel } from '../store';
import { useSay } from '../text';
import './toasts.css';

/** Whether the profile that a toast offers to connect is on its way, by whatever button it was. */
function useUnderWay(toast: Toast): boolean {
  const view = useCell(useModel().view);
  if (toast.kind !== 'imported' || toast.count !== 1) return false;
  const profile = view?.profiles.find(({ id }) => id === toast.profile);
  return profile !== undefined && profile.status.shape !== 'off';
}

/** Long enough to read it, look up, and press Undo. */
const SHOWN_MS = 10_000;

function Message({ toast }: { toast: Toast }) {
  const say = useSay();
  const model = useModel();
  const [held, setHeld] = useState(false);
  // What failed waits for the person; everything else leaves by itself, unless it is being looked at.
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
  const undo = (profile: string) => {
    model.dismissToast(toast.id);
    void model.run(model.bridge.undoRemove(profile));
  };
  const connect = (profile: string) => {
    model.dismissToast(toast.id);
    void model.run(model.bridge.connect(profile));
  };
  return (
    <li className="toast" data-kind={toast.kind} data-testid="toast" {...hold}>
      <div className="toast-words" role={toast.kind === 'failed' ? 'alert' : 'status'}>
        {toast.kind === 'removed' && say('toast-removed', { name: toast.name })}
        {toast.kind === 'forgotten' && say('toast-forgotten', { name: toast.name })}
        {toast.kind === 'exported' && say('toast-exported', { name: toast.name })}
        {toast.kind === 'duplicated' && say('toast-duplicated', { name: toast.name })}
        {toast.kind === 'saved' && `${say('toast-saved', { name: toast.name })} ${toast.remark}`.trim()}
        {toast.kind === 'imported' &&
          `${say('toast-imported', { count: toast.count, name: toast.name })} ${toast.remark}`.trim()}
        {toast.kind === 'failed' && (
          <>
            <p className="toast-title">{toast.sentence.title || say('toast-failed')}</p>
            <p className="selectable">{toast.sentence.advice || toast.sentence.detail}</p>
          </>
        )}
      </div>
      {toast.kind === 'removed' && (
        <Button className="button toast-undo" data-testid="undo-remove" onPress={() => undo(toast.profile)}>
          {say('toast-undo')}
        </Button>
      )}
      {toast.kind === 'imported' && toast.count === 1 && (
        <Button className="button toast-undo" data-testid="import-connect" onPress={() => connect(toast.profile)}>
          {say('import-connect')}
        </Button>
      )}
      <Button
        className="button quiet icon"
        aria-label={say('toast-close')}
        onPress={() => model.dismissToast(toast.id)}
      >
        <X size="1rem" aria-hidden />
      </Button>
    </li>
  );
}

export function Toasts() {
  const say = useSay();
  const toasts = useCell(useModel().toasts);
  return (
    <ul className="toasts" aria-label={say('toasts-label')}>
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} />
      ))}
    </ul>
  );
}

import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProtectionView } from '../../types';

/** A connection that is being tried holds traffic back for a moment each time; told at once, the card would jump. */
const TRYING_PAUSE = 2000;

/** Whether `holds` has been so for that long. */
function useLasting(holds: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!holds) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), TRYING_PAUSE);
    return () => clearTimeout(timer);
  }, [holds]);
  return holds && lasting;
}

function State({ protection }: { protection: ProtectionView }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const { state, message, trying, reconnect, portal, lock, lan } = protection;
  const lasting = useLasting(state === 'held' && trying);
  if (state === 'held' && (!trying || lasting))
    return (
      <div role={trying ? 'status' : 'alert'}>
        <ProblemNote
          sentence={message}
          tone="caution"
          icon={<LockKeyhole className="trouble-icon" size="1.125rem" aria-hidden />}
          testId="held"
        >
          {reconnect !== null && (
            <Button
              className="button primary"
              onPress={() => void run(bridge.connect(reconnect))}
              data-testid="reconnect"
            >
              {t('protection-reconnect')}
            </Button>
          )}
          <Button className="button" onPress={() => void run(bridge.letOut())} data-testid="let-out">
            {t('protection-let-out')}
          </Button>
          {!portal && (
            <Button className="button link" onPress={() => void run(bridge.openPortal())} data-testid="open-portal">
              {t('protection-portal-open')}
            </Button>
          )}
        </ProblemNote>
      </div>
    );
  if (state === 'let-out')
    return (
      <div role="status">
        <ProblemNote
          sentence={message}
          tone="caution"
          icon={<LockKeyholeOpen className="trouble-icon" size="1.125rem" aria-hidden />}
          testId="let-out-note"
        >
          <Button className="button" onPress={() => void run(bridge.setProtection(lock, lan))} data-testid="hold-again">
            {t('protection-hold-again')}
          </Button>
        </ProblemNote>
      </div>
    );
  if (state === 'failed')
    return (
      <div role="alert">
        <ProblemNote sentence={message} tone="trouble" testId="protection-failed" />
      </div>
    );
  return null;
}

/** What is held back, what is let out nevertheless, and what another program takes away. Empty while nothing is to be told. */
export function HeldNote({ protection }: { protection: ProtectionView }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  return (
    <>
      <State protection={protection} />
      {protection.exceptions.map((exception) => (
        <div role="status" key={exception}>
          <ProblemNote sentence={{ title: exception, advice: '', detail: '' }} tone="caution" testId="exception">
            {protection.portal && (
              <Button className="button" onPress={() => void run(bridge.closePortal())} data-testid="close-portal">
                {t('protection-portal-done')}
              </Button>
            )}
          </ProblemNote>
        </div>
      ))}
      {protection.takenAway.map((taken) => (
        <ProblemNote key={taken.title} sentence={taken} tone="trouble" testId="taken-away" />
      ))}
    </>
  );
}

/** Whether {@link HeldNote} may have something to tell. */
export function hasNote({ state, exceptions, takenAway }: ProtectionView): boolean {
  return (state !== 'open' && state !== 'tunnels') || exceptions.length > 0 || takenAway.length > 0;
}

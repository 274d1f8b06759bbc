import { Hourglass, LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProtectionView } from '../../types';

interface Props {
  protection: ProtectionView;
  /** Whether the organisation leaves that to the person. */
  mayLetOut: boolean;
  /** The profile on the card, which has the button that connects it. */
  shown: string | null;
  onLog: () => void;
}

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

function State({ protection, mayLetOut, shown, onLog }: Props) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const { state, message, trying, reconnect, portal, lock, lan, signInCheck } = protection;
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
          {reconnect !== null && reconnect !== shown && (
            <Button className="button" onPress={() => void run(bridge.connect(reconnect))} data-testid="reconnect">
              {t('protection-reconnect')}
            </Button>
          )}
          {mayLetOut && (
            <Button className="button" onPress={() => void run(bridge.letOut())} data-testid="let-out">
              {t('protection-let-out')}
            </Button>
          )}
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
          <Button
            className="button"
            onPress={() => void run(bridge.setProtection(lock, lan, signInCheck))}
            data-testid="hold-again"
          >
            {t('protection-hold-again')}
          </Button>
        </ProblemNote>
      </div>
    );
  if (state === 'failed')
    return (
      <div role="alert">
        <ProblemNote sentence={message} tone="trouble" testId="protection-failed">
          <Button className="button link" onPress={onLog}>
            {t('helper-log')}
          </Button>
        </ProblemNote>
      </div>
    );
  return null;
}

/** What is let out for a while, in one note: they end by themselves, and one button ends what the person opened. */
function Exceptions({ protection: { exceptions, portal } }: { protection: ProtectionView }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const [title, ...more] = exceptions;
  if (title === undefined) return null;
  return (
    <div role="status">
      <ProblemNote
        sentence={{ title, advice: more.join(' '), detail: '' }}
        tone="caution"
        icon={<Hourglass className="trouble-icon" size="1.125rem" aria-hidden />}
        testId="exception"
      >
        {portal && (
          <Button className="button" onPress={() => void run(bridge.closePortal())} data-testid="close-portal">
            {t('protection-portal-done')}
          </Button>
        )}
      </ProblemNote>
    </div>
  );
}

/** What is held back, what is let out nevertheless, and what another program takes away. Empty while nothing is to be told. */
export function HeldNote({ protection, mayLetOut, shown, onLog }: Props) {
  return (
    <>
      <State protection={protection} mayLetOut={mayLetOut} shown={shown} onLog={onLog} />
      <Exceptions protection={protection} />
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

import { X } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { MessageView, View } from '../../types';
import { HeldNote, hasNote } from '../protection/HeldNote';
import { HelperButton, Progress } from '../setup/HelperWays';

interface Props {
  view: View;
  /** The profile on the card. */
  shown: string | null;
  onLog: () => void;
  onDoctor: () => void;
}

/** What stands above the card: a helper that is missing, traffic that is held back, and what else should be known. */
export function Notices({ view, shown: card, onLog, onDoctor }: Props) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const { helper, keychain, protection, policy } = view;
  const unusable = policy !== null && policy.unusable ? policy.message : null;
  const held = protection !== null && hasNote(protection) ? protection : null;
  const dismissable: Array<readonly [string, MessageView]> = [
    ...(keychain.notice === null ? [] : [['keychain-notice', keychain.notice] as const]),
    ...view.notices.map((notice) => ['notice', notice] as const),
  ];
  const shown = dismissable.filter(([, notice]) => !dismissed.includes(notice.title + notice.detail));
  const quiet = shown.length === 0 && held === null && unusable === null && view.networkSignIn === null;
  if (helper.status === 'running' && quiet) return null;
  return (
    <div className="notices">
      {helper.status === 'searching' && helper.trouble === null && (
        <p className="notice-searching" role="status" data-testid="helper-searching">
          {t('helper-searching')}
        </p>
      )}
      {helper.trouble !== null && (
        <div role="alert">
          <ProblemNote sentence={helper.trouble} tone={helper.first ? 'caution' : 'trouble'} testId="helper-banner">
            {helper.progress !== null && <Progress text={helper.progress} />}
            <HelperButton helper={helper} testId="helper-way" />
            <Button className="button link" onPress={onDoctor} data-testid="helper-doctor">
              {t('helper-doctor')}
            </Button>
            {/* Without a helper that can be started there is nothing else to read. */}
            {helper.way === 'none' && (
              <Button className="button link" onPress={onLog}>
                {t('helper-log')}
              </Button>
            )}
          </ProblemNote>
        </div>
      )}
      {unusable !== null && (
        <div role="alert">
          <ProblemNote sentence={unusable} tone="trouble" testId="policy-unusable" />
        </div>
      )}
      {view.networkSignIn !== null && (
        <div role="alert">
          <ProblemNote sentence={view.networkSignIn} tone="caution" testId="network-sign-in">
            <Button className="button" onPress={() => void run(bridge.openPortal())} data-testid="network-sign-in-open">
              {t('network-sign-in-open')}
            </Button>
          </ProblemNote>
        </div>
      )}
      {held !== null && <HeldNote protection={held} mayLetOut={policy?.letOut ?? true} shown={card} onLog={onLog} />}
      {shown.map(([id, notice]) => (
        <div className="notice" key={notice.title + notice.detail}>
          <ProblemNote sentence={notice} tone="caution" testId={id} />
          <Button
            className="button quiet icon notice-dismiss"
            aria-label={t('notice-dismiss')}
            onPress={() => setDismissed([...dismissed, notice.title + notice.detail])}
          >
            <X size="1rem" aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  );
}

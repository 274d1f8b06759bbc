import { Button } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { Collapsible } from '../../components/Collapsible';
import { ProblemNote } from '../../components/ProblemNote';
import { useTranslation } from '../../i18n';
import type { HelperView } from '../../types';
import { HelperButton, Progress } from './HelperWays';
import './setup.css';

interface Props {
  helper: HelperView;
  onDecline: () => void;
}

/** The first start: whether this computer should have tunnels. */
export function FirstStart({ helper, onDecline }: Props) {
  const t = useTranslation();
  const { trouble, progress, way } = helper;
  const working = progress !== null;
  // What keeps the question from being answered with OK, or why OK did not work.
  const asks = way === 'enable' && trouble?.detail === '';
  return (
    <main className="setup" data-testid="first-start" aria-labelledby="setup-title">
      <Arch shape={working ? 'working' : 'off'} key={String(working)} />
      <h1 id="setup-title" className="setup-title">
        {t('setup-title')}
      </h1>
      <p className="setup-question">{t('setup-question')}</p>
      {trouble !== null && !asks && !working && (
        <div role="alert" className="setup-note">
          <ProblemNote sentence={trouble} tone="caution" testId="setup-trouble" />
        </div>
      )}
      <p className="setup-text">{t('setup-text')}</p>
      {progress !== null && <Progress text={progress} />}
      <div className="setup-ways">
        <Button className="button" onPress={onDecline} isDisabled={working} data-testid="setup-decline">
          {t('setup-decline')}
        </Button>
        {way === 'enable' || working ? (
          <HelperButton helper={helper} label={t('setup-accept')} testId="setup-accept" primary autoFocus />
        ) : (
          <HelperButton helper={helper} testId="setup-accept" primary autoFocus />
        )}
      </div>
      <Collapsible title={t('setup-details')} testId="setup-details">
        <ul className="setup-details selectable">
          <li>{t('setup-detail-engine')}</li>
          <li>{t('setup-detail-broker')}</li>
          <li>{t('setup-detail-start')}</li>
          <li>{t('setup-detail-undo')}</li>
        </ul>
      </Collapsible>
    </main>
  );
}

import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { OverlapChoice, OverlapView } from '../../types';

/** Asked before a profile is connected that wants what another tunnel has. */
export function OverlapDialog({ overlap }: { overlap: OverlapView | null }) {
  const t = useTranslation();
  const model = useModel();
  const choose = (choice: OverlapChoice) => void model.run(model.bridge.chooseOverlap(choice));
  return (
    <ModalDialog open={overlap !== null} onClose={() => choose('cancel')} alert>
      <Heading slot="title" level={2} className="dialog-title">
        {overlap?.title}
      </Heading>
      <ul className="dialog-text selectable" data-testid="overlap-lines">
        {overlap?.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="dialog-foot">
        <Button className="button" data-testid="overlap-cancel" onPress={() => choose('cancel')}>
          {t('overlap-cancel')}
        </Button>
        <Button className="button" data-testid="overlap-instead" onPress={() => choose('instead')}>
          {overlap?.instead}
        </Button>
        <Button className="button primary" data-testid="overlap-both" onPress={() => choose('both')} autoFocus>
          {overlap?.both}
        </Button>
      </div>
    </ModalDialog>
  );
}

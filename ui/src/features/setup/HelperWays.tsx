import { Button } from 'react-aria-components';
import { Wheel } from '../../components/Wheel';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { HelperView } from '../../types';
import './setup.css';

/** How far starting the helper is. */
export function Progress({ text }: { text: string }) {
  return (
    <p className="setup-progress" role="status" data-testid="setup-progress">
      <Wheel />
      {text}
    </p>
  );
}

interface Props {
  helper: HelperView;
  /** In place of the name of what it does. */
  label?: string;
  testId: string;
  primary?: boolean;
  autoFocus?: boolean;
}

/** The one thing to do about a helper that cannot be used. */
export function HelperButton({ helper, label, testId, primary, autoFocus }: Props) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const { way } = helper;
  if (way === 'none') return null;
  return (
    <Button
      className={`button ${primary === true ? 'primary' : ''}`}
      data-testid={testId}
      data-way={way}
      autoFocus={autoFocus}
      isDisabled={way === 'wait'}
      onPress={() => void run(way === 'quit' ? bridge.quit(false) : bridge.startHelper())}
    >
      {label ?? t(`helper-way-${way}`)}
    </Button>
  );
}

import { RadioOptions } from '../../components/RadioOptions';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProtectionView, SettledView } from '../../types';
import { Managed } from './Managed';

/** When traffic is held back on this computer, and whether it is now. */
export function LockChoices({ protection, policy }: { protection: ProtectionView; policy: SettledView | null }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const { lock, lan, signInCheck, choices, message } = protection;
  const managed = policy !== null && policy.lock;
  return (
    <>
      <RadioOptions
        label={t('protection-question')}
        value={lock}
        onChange={(next) => void run(bridge.setProtection(next, lan, signInCheck))}
        options={choices.map((choice) => ({
          id: choice.lock,
          label: choice.message.title,
          hint: choice.message.advice,
        }))}
        testId="lock"
        disabled={managed}
      />
      <Managed policy={managed ? policy : null} />
      <p className="field-hint" role="status" data-testid="protection-now">
        {message.title}
      </p>
    </>
  );
}

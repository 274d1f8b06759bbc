import { useTranslation } from '../i18n';
import type { ProfileView } from '../types';

/** Says state changes to those who do not see the card: politely, failures at once. */
export function Announcer({ profile }: { profile: ProfileView | null }) {
  const t = useTranslation();
  const status = profile?.status;
  const polite =
    profile !== null && status !== undefined && status.shape !== 'trouble'
      ? t('announce-state', { name: profile.name, state: status.label, sentence: status.sentence })
      : '';
  const assertive =
    profile !== null && status !== undefined && status.failure !== null
      ? t('announce-failure', { name: profile.name, title: status.failure.title, advice: status.failure.advice })
      : '';
  return (
    <>
      <div className="visually-hidden" aria-live="polite" data-testid="live-polite">
        {polite}
      </div>
      <div className="visually-hidden" aria-live="assertive" data-testid="live-assertive">
        {assertive}
      </div>
    </>
  );
}

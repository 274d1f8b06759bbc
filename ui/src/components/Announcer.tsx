import { useSay } from '../text';
import type { ProfileView } from '../types';

/** Says state changes to those who do not see the card: politely, failures at once. */
export function Announcer({ profile }: { profile: ProfileView | null }) {
  const say = useSay();
  const status = profile?.status;
  const polite =
    profile !== null && status !== undefined && status.shape !== 'trouble'
      ? say('announce-state', { name: profile.name, word: status.word, sentence: status.sentence })
      : '';
  const assertive =
    profile !== null && status !== undefined && status.failure !== null
      ? say('announce-failure', { name: profile.name, title: status.failure.title, advice: status.failure.advice })
      : '';
  return (
    <>
      <div className="spoken-only" aria-live="polite" data-testid="live-polite">
        {polite}
      </div>
      <div className="spoken-only" aria-live="assertive" data-testid="live-assertive">
        {assertive}
      </div>
    </>
  );
}

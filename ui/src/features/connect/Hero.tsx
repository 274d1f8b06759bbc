import { type ReactNode, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { ProblemNote } from '../../components/ProblemNote';
import { useElapsed } from '../../components/useElapsed';
import { duration } from '../../format';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { Action, Details, ProfileView, WaitView } from '../../types';
import { Floor } from '../statistics/Floor';
import { Numbers } from '../statistics/Numbers';
import { Rings } from './Rings';
import { Steps } from './Steps';
import { useAction } from './useAction';
import './hero.css';

/** The second click of a double click would land on the opposite action; it is not meant. */
const DOUBLE_CLICK_MS = 300;

function PrimaryAction({ profile, helpless }: { profile: ProfileView; helpless: boolean }) {
  const t = useTranslation();
  const act = useAction();
  const pressed = useRef(-Infinity);
  const { action } = profile.status;
  const primary: readonly Action[] = ['connect', 'try-again'];
  return (
    <Button
      className={`button hero-action ${primary.includes(action) ? 'primary' : ''}`}
      data-testid="primary-action"
      data-action={action}
      isDisabled={action === 'wait'}
      onPress={() => {
        const now = performance.now();
        if (now - pressed.current < DOUBLE_CLICK_MS) return;
        pressed.current = now;
        act(profile);
      }}
    >
      {/* Without its helper nothing is under way: the button says what it would do. */}
      {t(helpless && action === 'wait' ? 'action-connect' : `action-${action}`)}
    </Button>
  );
}

function Connected({ details }: { details: Details }) {
  const t = useTranslation();
  const elapsed = useElapsed(details, 1000);
  return (
    <span className="hero-time">
      <span className="visually-hidden">{t('connected-for')} </span>
      <span role="timer">{duration((details.upMs + elapsed) / 1000)}</span>
    </span>
  );
}

/** When the next try is. What reads the window aloud is told once, not each second. */
function Countdown({ wait, leftMs }: { wait: WaitView; leftMs: number }) {
  const t = useTranslation();
  const elapsed = useElapsed(wait, 1000);
  const seconds = Math.ceil(Math.max(0, leftMs - elapsed) / 1000);
  return (
    <p className="hero-sentence" data-testid="state-sentence" role="timer" aria-live="off">
      {t('next-try-in', { seconds, plan: wait.plan })}
    </p>
  );
}

function Sentence({ status }: { status: ProfileView['status'] }) {
  const { wait, sentence } = status;
  if (wait !== null && wait.leftMs !== null) return <Countdown wait={wait} leftMs={wait.leftMs} />;
  return (
    <p className="hero-sentence" data-testid="state-sentence">
      {sentence}
    </p>
  );
}

function TryNow({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const model = useModel();
  return (
    <Button
      className="button hero-action"
      data-testid="try-now"
      onPress={() => void model.run(model.bridge.tryNow(profile.id))}
    >
      {t('action-try-now')}
    </Button>
  );
}

interface Props {
  profile: ProfileView;
  /** The helper is not there. */
  helpless: boolean;
  /** The page beside it says what was carried. */
  wide: boolean;
  /** What stands beside its button. */
  children?: ReactNode;
}

/** The state of one profile at a glance, readable from across a room, and the one thing to do about it. */
export function Hero({ profile, helpless, wide, children }: Props) {
  const t = useTranslation();
  const { status } = profile;
  const { failure, details } = status;
  const repeated = failure !== null && failure.title === status.sentence;
  return (
    <section
      className="hero"
      aria-label={t('card-label')}
      data-testid="hero"
      data-shape={status.shape}
      data-profile={profile.id}
    >
      <Rings working={status.shape === 'working'} />
      {details !== null && !wide && <Floor profile={profile.id} />}
      <Arch shape={status.shape} key={status.shape} />
      <div className="hero-text">
        <h2 className="hero-word" data-testid="state-label" data-shape={status.shape}>
          {status.label}
        </h2>
        <p className="hero-name">
          <strong>{profile.name}</strong>
          <span className="hero-server selectable">{profile.servers}</span>
        </p>
      </div>
      <div className="hero-body">
        {!repeated && <Sentence status={status} />}
        {status.shape === 'working' && status.action !== 'wait' && <Steps steps={status.steps} />}
        {failure !== null && (
          <ProblemNote
            sentence={failure}
            tone="plain"
            testId="failure"
            titleTestId="failure-title"
            detailTestId="failure-detail-toggle"
          />
        )}
        {details !== null && (
          <div className="hero-numbers">
            {!wide && <Numbers profile={profile.id} />}
            <Connected details={details} />
          </div>
        )}
      </div>
      <div className="hero-actions">
        {status.wait !== null && <TryNow profile={profile} />}
        <PrimaryAction profile={profile} helpless={helpless} key={profile.id} />
        {children}
      </div>
    </section>
  );
}

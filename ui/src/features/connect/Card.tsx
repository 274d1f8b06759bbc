import { useRef } from 'react';
import { Button } from 'react-aria-components';
import { Arch } from '../../components/Arch';
import { ProblemNote } from '../../components/ProblemNote';
import { useElapsed } from '../../components/useElapsed';
import { duration } from '../../format';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { Action, Details, ProfileView, WaitView } from '../../types';
import { TrafficPanel } from '../statistics/TrafficPanel';
import { Cautions } from './Cautions';
import { Steps } from './Steps';
import { useAction } from './useAction';
import './card.css';

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
      className={`button card-action ${primary.includes(action) ? 'primary' : ''}`}
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
    <span className="card-time">
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
    <p className="card-sentence" data-testid="state-sentence" role="timer" aria-live="off">
      {t('next-try-in', { seconds, plan: wait.plan })}
    </p>
  );
}

function Sentence({ status }: { status: ProfileView['status'] }) {
  const { wait, sentence } = status;
  if (wait !== null && wait.leftMs !== null) return <Countdown wait={wait} leftMs={wait.leftMs} />;
  return (
    <p className="card-sentence" data-testid="state-sentence">
      {sentence}
    </p>
  );
}

function TryNow({ profile }: { profile: ProfileView }) {
  const t = useTranslation();
  const model = useModel();
  return (
    <Button
      className="button card-action"
      data-testid="try-now"
      onPress={() => void model.run(model.bridge.tryNow(profile.id))}
    >
      {t('action-try-now')}
    </Button>
  );
}

/** The state of one profile at a glance, and the one thing to do about it. */
export function Card({ profile, helpless, wide }: { profile: ProfileView; helpless: boolean; wide: boolean }) {
  const t = useTranslation();
  const { status } = profile;
  const { failure, details } = status;
  const repeated = failure !== null && failure.title === status.sentence;
  return (
    <section className="card" aria-label={t('card-label')} data-shape={status.shape} data-profile={profile.id}>
      <div className="card-top">
        <Arch shape={status.shape} size="large" key={status.shape} />
        <div className="card-text">
          <h2 className="card-word" data-testid="state-label" data-shape={status.shape}>
            {status.label}
          </h2>
          <p className="card-name">
            <strong>{profile.name}</strong>
            <span className="card-server selectable">{profile.servers}</span>
          </p>
          {!repeated && <Sentence status={status} />}
        </div>
      </div>
      {failure !== null && (
        <ProblemNote
          sentence={failure}
          tone={status.shape === 'trouble' || status.shape === 'off' ? 'trouble' : 'caution'}
          testId="failure"
          titleTestId="failure-title"
          detailTestId="failure-detail-toggle"
        />
      )}
      {status.steps.length > 0 && status.shape !== 'on' && <Steps steps={status.steps} />}
      {details !== null && <Cautions cautions={details.cautions} />}
      {details !== null && !wide && <TrafficPanel profile={profile.id} />}
      <div className="card-foot">
        {details !== null && <Connected details={details} />}
        {status.wait !== null && <TryNow profile={profile} />}
        <PrimaryAction profile={profile} helpless={helpless} key={profile.id} />
      </div>
    </section>
  );
}

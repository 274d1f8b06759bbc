/** Connecting, being asked and moving packets, with the shell's pace. */

import type { Commands } from '../bridge';
import type { AnswerInput, PromptView } from '../types';
import type { MockState } from './state';
import { CONNECTED, connecting, FAILED, IDLE, STEPS } from './states';

const PHASE_MS = 700;
/** Signing in, after which a question may come. */
const SIGNING_IN = 3;
/** What the mock server refuses, wherever it is typed. */
const WRONG = 'wrong';

/** Whether the mock server refuses this answer. */
function isWrong(input: AnswerInput): boolean {
  switch (input.kind) {
    case 'credentials':
      return input.password === WRONG;
    case 'passphrase':
      return input.passphrase === WRONG;
    case 'challenge':
      return input.response === WRONG;
    case 'form':
      return input.values.some(({ value }) => value === WRONG);
    case 'accept':
    case 'open-browser':
    case 'cancel':
      return false;
  }
}

/** The commands of one tunnel's life; `question` is what a profile with a password asks. */
export function connectingCommands(
  state: MockState,
  question: PromptView,
): Pick<Commands, 'connect' | 'disconnect' | 'tryNow' | 'answer'> {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const later = (id: string, action: () => void) => {
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(action, PHASE_MS));
  };
  const setPrompt = (prompt: PromptView | null) => state.push((view) => ({ ...view, prompt }));

  const advance = (id: string, phase: number) => {
    const profile = state.profile(id);
    if (profile === undefined) return;
    const asks = phase === SIGNING_IN && profile.signIn !== 'Certificate' && !profile.remembers;
    if (asks && state.view.prompt === null) {
      state.setStatus(id, connecting(profile, phase));
      setPrompt({ ...question, profile: id, profileName: profile.name, server: profile.servers });
    } else if (phase < STEPS.length) {
      state.setStatus(id, connecting(profile, phase));
      later(id, () => advance(id, phase + 1));
    } else state.setStatus(id, CONNECTED(profile));
  };

  return {
    connect: async (id) => advance(id, 0),
    disconnect: async (id) => {
      clearTimeout(timers.get(id));
      const lastUsed = Math.floor(Date.now() / 1000);
      state.setStatus(id, IDLE({ lastUsed }));
    },
    tryNow: async (id) => advance(id, 0),
    answer: async (_profile, _prompt, input) => {
      const { prompt } = state.view;
      if (prompt === null || input.kind === 'open-browser') return;
      setPrompt(null);
      const profile = state.profile(prompt.profile);
      if (profile === undefined) return;
      if (input.kind === 'cancel') state.setStatus(profile.id, IDLE(profile));
      else if (isWrong(input)) {
        later(profile.id, () => setPrompt({ ...prompt, id: prompt.id + 1, refused: FAILED.refused }));
      } else later(profile.id, () => advance(profile.id, SIGNING_IN + 1));
    },
  };
}

/** Sends one second of traffic for each tunnel that is up, at each call. */
export function trafficSource(state: MockState): () => void {
  let second = 0;
  const totals = new Map<string, { received: number; sent: number }>();
  return () => {
    second += 1;
    const [wave, ripple] = [1 + Math.sin(second / 5), 0.6 + 0.4 * Math.abs(Math.sin(second * 1.7))];
    const receiveRate = Math.round(1_800_000 * wave * ripple + 40_000);
    const sendRate = Math.round(
      180_000 * (1.2 + Math.cos(second / 7)) * (0.7 + 0.3 * Math.abs(Math.cos(second * 2.3))),
    );
    for (const profile of state.view.profiles.filter(({ status }) => status.details !== null)) {
      const before = totals.get(profile.id) ?? { received: 1_240_000_000, sent: 87_300_000 };
      const total = { received: before.received + receiveRate, sent: before.sent + sendRate };
      totals.set(profile.id, total);
      const counts = `${Math.round(total.received / 1200)} received, ${Math.round(total.sent / 400)} sent`;
      state.emit('traffic', {
        profile: profile.id,
        ...total,
        receiveRate,
        sendRate,
        packets: [counts, '14 at a time'],
        dropped: ['2 repeated or too late', '1 badly built'],
      });
    }
  };
}

import { useCallback, useState } from 'react';
import { Sheet } from '../../components/Sheet';
import { useModel } from '../../store';
import type { AnswerInput, Ask, PromptView } from '../../types';
import { Browser } from './Browser';
import { Challenge } from './Challenge';
import { Credentials } from './Credentials';
import { Passphrase } from './Passphrase';
import './prompt.css';

export interface QuestionProps<A extends Ask> {
  prompt: PromptView;
  ask: A;
  /** An answer is under way; until the shell says what came of it, nothing can be sent twice. */
  busy: boolean;
  answer: (answer: AnswerInput) => void;
  cancel: () => void;
}

function Question({ prompt }: { prompt: PromptView }) {
  const model = useModel();
  const [busy, setBusy] = useState(false);
  const answer = useCallback(
    (input: AnswerInput) => {
      setBusy(true);
      void model.run(model.bridge.answer(prompt.profile, prompt.id, input)).then((worked) => {
        if (!worked) setBusy(false);
      });
    },
    [model, prompt.profile, prompt.id],
  );
  const cancel = () => {
    model.drafts.delete(prompt.profile);
    void model.run(model.bridge.answer(prompt.profile, prompt.id, { kind: 'cancel' }));
  };
  const { ask } = prompt;
  const shared = { prompt, busy, answer, cancel };
  switch (ask.kind) {
    case 'credentials':
      return <Credentials {...shared} ask={ask} />;
    case 'passphrase':
      return <Passphrase {...shared} ask={ask} />;
    case 'challenge':
      return <Challenge {...shared} ask={ask} />;
    case 'browser':
      return <Browser {...shared} ask={ask} />;
  }
}

/** What the person is being asked, over the card. */
export function Prompt({ prompt }: { prompt: PromptView | null }) {
  const model = useModel();
  const cancel = () => {
    if (prompt === null) return;
    model.drafts.delete(prompt.profile);
    void model.run(model.bridge.answer(prompt.profile, prompt.id, { kind: 'cancel' }));
  };
  return (
    <Sheet open={prompt !== null} onClose={cancel}>
      {prompt !== null && <Question prompt={prompt} key={`${prompt.profile} ${prompt.id}`} />}
    </Sheet>
  );
}

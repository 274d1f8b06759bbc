import { useCallback, useState } from 'react';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import type { AnswerInput, PromptView } from '../../types';
import { Banner } from './Banner';
import { Browser } from './Browser';
import { Challenge } from './Challenge';
import { Confirm } from './Confirm';
import { Credentials } from './Credentials';
import { Form } from './Form';
import { Passphrase } from './Passphrase';
import './prompt.css';

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
    model.typed.delete(prompt.profile);
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
    case 'confirm':
      return <Confirm {...shared} ask={ask} />;
    case 'form':
      return <Form {...shared} ask={ask} />;
    case 'banner':
      return <Banner {...shared} ask={ask} />;
    case 'browser':
      return <Browser {...shared} ask={ask} />;
  }
}

/** What the user is being asked, over the card. */
export function Prompt({ prompt }: { prompt: PromptView | null }) {
  const model = useModel();
  const cancel = () => {
    if (prompt === null) return;
    model.typed.delete(prompt.profile);
    void model.run(model.bridge.answer(prompt.profile, prompt.id, { kind: 'cancel' }));
  };
  return (
    <ModalDialog open={prompt !== null} onClose={cancel}>
      {prompt !== null && <Question prompt={prompt} key={`${prompt.profile} ${prompt.id}`} />}
    </ModalDialog>
  );
}

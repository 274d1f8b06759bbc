import { type SubmitEvent, useState } from 'react';
import { Button, Heading, Input, Label, Text, TextField } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { ProblemNote } from '../../components/ProblemNote';
import { RadioOptions } from '../../components/RadioOptions';
import { asMessage, useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { MessageView, NetworkChoice, NetworkProofView, ProfileView } from '../../types';
import './network.css';

type Choice = NetworkChoice | 'everywhere';

/** Which server proves the network, and its key once it is learned. */
function Learn({ proof, onLearned }: { proof: NetworkProofView | null; onLearned: (proof: NetworkProofView) => void }) {
  const t = useTranslation();
  const { bridge } = useModel();
  const [server, setServer] = useState(proof?.server ?? '');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<MessageView | null>(null);
  const learn = async () => {
    setBusy(true);
    setRefused(null);
    try {
      onLearned(await bridge.learnNetwork(server));
    } catch (reason) {
      setRefused(asMessage(reason));
    }
    setBusy(false);
  };
  return (
    <>
      <TextField className="field" value={server} onChange={setServer} data-testid="network-server">
        <Label>{t('network-server')}</Label>
        <Input className="input" spellCheck="false" autoComplete="off" />
        <Text slot="description" className="field-hint">
          {t('network-server-hint')}
        </Text>
      </TextField>
      <Button
        className="button"
        isDisabled={busy || server.trim() === ''}
        onPress={() => void learn()}
        data-testid="network-learn"
      >
        {t(busy ? 'network-learning' : 'network-learn')}
      </Button>
      {refused !== null && (
        <div role="alert">
          <ProblemNote sentence={refused} tone="trouble" testId="network-refused" />
        </div>
      )}
      {proof !== null && (
        <p className="network-key" role="status" data-testid="network-key">
          {t('network-key', { server: proof.server })}
          <code className="selectable">{proof.key.match(/.{1,8}/g)?.join(' ')}</code>
          <span className="field-hint">{t('network-key-hint')}</span>
        </p>
      )}
    </>
  );
}

function Question({ profile, onClose }: { profile: ProfileView; onClose: () => void }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const [choice, setChoice] = useState<Choice>(profile.network?.rule ?? 'everywhere');
  const [proof, setProof] = useState<NetworkProofView | null>(profile.network?.proof ?? null);
  const network = choice === 'everywhere' || proof === null ? null : { rule: choice, proof };
  const incomplete = choice !== 'everywhere' && network === null;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!incomplete && (await run(bridge.setNetwork(profile.id, network)))) onClose();
  };
  return (
    <form className="network" onSubmit={(event) => void submit(event)} noValidate data-testid="network">
      <Heading slot="title" level={2} className="dialog-title">
        {t('network-title', { name: profile.name })}
      </Heading>
      <RadioOptions<Choice>
        label={t('network-question')}
        value={choice}
        onChange={setChoice}
        options={[
          { id: 'everywhere', label: t('network-everywhere') },
          { id: 'not-on', label: t('network-not-on'), hint: t('network-not-on-hint') },
          { id: 'only-on', label: t('network-only-on'), hint: t('network-only-on-hint') },
        ]}
        testId="network-choice"
      />
      {choice !== 'everywhere' && <Learn proof={proof} onLearned={setProof} />}
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} data-testid="network-cancel">
          {t('network-cancel')}
        </Button>
        <Button className="button primary" type="submit" isDisabled={incomplete} data-testid="network-save">
          {t('network-save')}
        </Button>
      </div>
    </form>
  );
}

/** In which network a profile is connected. */
export function NetworkDialog({ profile, onClose }: { profile: ProfileView | null; onClose: () => void }) {
  return (
    <ModalDialog open={profile !== null} onClose={onClose}>
      {profile !== null && <Question key={profile.id} profile={profile} onClose={onClose} />}
    </ModalDialog>
  );
}

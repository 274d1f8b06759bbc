import { type SubmitEvent, useState } from 'react';
import { Button, Heading, Input, Label, TextField } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { RadioOptions } from '../../components/RadioOptions';
import { useTranslation } from '../../i18n';
import type { GroupView, ProfileView } from '../../types';

const NEW = 'new';
const NONE = 'none';

/** Longer names are cut by every list there is. */
const LONGEST = 120;

/** What is being asked: into which group profiles go, or how a group is to be called. */
export type GroupQuestion = { kind: 'put'; profiles: readonly ProfileView[] } | { kind: 'rename'; group: GroupView };

interface Props {
  question: GroupQuestion | null;
  groups: readonly GroupView[];
  onClose: () => void;
  /** `null`: no group. Whether it worked. */
  onPut: (profiles: readonly ProfileView[], name: string | null) => Promise<boolean>;
  onRename: (group: GroupView, name: string) => Promise<boolean>;
}

function NameField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslation();
  return (
    <TextField className="field" value={value} onChange={onChange} autoFocus maxLength={LONGEST}>
      <Label>{t('group-name')}</Label>
      <Input className="input" data-testid="group-name" spellCheck="false" autoComplete="off" />
    </TextField>
  );
}

function Question({ question, groups, onClose, onPut, onRename }: Props & { question: GroupQuestion }) {
  const t = useTranslation();
  const first = question.kind === 'put' ? question.profiles[0] : undefined;
  const [choice, setChoice] = useState(groups.length === 0 ? NEW : (first?.group ?? NEW));
  const [name, setName] = useState(question.kind === 'rename' ? question.group.name : '');
  const named = question.kind === 'rename' || choice === NEW;
  const incomplete = named && name.trim() === '';
  const put = (profiles: readonly ProfileView[]) => {
    const known = groups.find((group) => group.id === choice);
    return onPut(profiles, choice === NONE ? null : (known?.name ?? name));
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (incomplete) return;
    const done = question.kind === 'put' ? await put(question.profiles) : await onRename(question.group, name);
    if (done) onClose();
  };
  const title =
    question.kind === 'rename'
      ? t('group-rename-title', { name: question.group.name })
      : t('group-title', { count: question.profiles.length, name: first?.name ?? '' });
  return (
    <form className="group-question" onSubmit={(event) => void submit(event)} noValidate data-testid="group">
      <Heading slot="title" level={2} className="dialog-title">
        {title}
      </Heading>
      {question.kind === 'put' && groups.length > 0 && (
        <RadioOptions
          label={t('group-question')}
          value={choice}
          onChange={setChoice}
          options={[
            ...groups.map((group) => ({ id: group.id, label: group.name })),
            { id: NONE, label: t('group-none') },
            { id: NEW, label: t('group-new') },
          ]}
          testId="group-choice"
        />
      )}
      {named && <NameField value={name} onChange={setName} />}
      <div className="dialog-foot">
        <Button className="button" onPress={onClose}>
          {t('group-cancel')}
        </Button>
        <Button className="button primary" type="submit" isDisabled={incomplete} data-testid="group-save">
          {t('group-save')}
        </Button>
      </div>
    </form>
  );
}

/** Asks for a group. */
export function GroupDialog(props: Props) {
  const { question, onClose } = props;
  return (
    <ModalDialog open={question !== null} onClose={onClose}>
      {question !== null && <Question {...props} question={question} />}
    </ModalDialog>
  );
}

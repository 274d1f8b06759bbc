import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button, Heading, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { PageHead } from '../../components/PageHead';
import { ProblemNote } from '../../components/ProblemNote';
import { asMessage, useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { DraftVerdict, MessageView } from '../../types';
import { Report } from '../report/Report';
import { Changes } from './Changes';
import './editor.css';
import { Form } from './Form';
import { type TextHandle, TextPane } from './TextPane';
import { complete, useEdit } from './useEdit';

const ICONS = { importable: CircleCheck, 'importable-with-warnings': TriangleAlert, reject: CircleX } as const;

function Verdict({ verdict }: { verdict: DraftVerdict }) {
  const t = useTranslation();
  const Icon = ICONS[verdict];
  return (
    <p className="edit-verdict" role="status" data-verdict={verdict} data-testid="edit-verdict">
      <Icon size="1.125rem" aria-hidden />
      {t(`edit-verdict-${verdict}`)}
    </p>
  );
}

interface Props {
  profile: string;
  onClose: () => void;
  /** What Esc does. */
  leave: RefObject<() => void>;
}

/** A profile as a form and as text, with what each line does. Nothing is kept before it is saved. */
export function Editor({ profile, onClose, leave }: Props) {
  const t = useTranslation();
  const model = useModel();
  const edit = useEdit(profile, onClose);
  const [tab, setTab] = useState<'form' | 'text'>('form');
  const [current, setCurrent] = useState(1);
  const [looking, setLooking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<MessageView | null>(null);
  const text = useRef<TextHandle>(null);
  const back = useRef<HTMLButtonElement>(null);

  useEffect(() => back.current?.focus(), []);

  const dirty = edit?.dirty === true;
  const close = () => {
    if (dirty) setLeaving(true);
    else onClose();
  };
  leave.current = close;
  const save = async () => {
    if (edit === null) return;
    setLeaving(false);
    setBusy(true);
    setRefused(null);
    try {
      const kept = await edit.settle();
      if (kept !== null) {
        const remark = await model.bridge.editSave(profile, kept.name, kept.text);
        model.toast({
          kind: 'saved',
          name: kept.name,
          remark: remark === null ? '' : `${remark.title} ${remark.advice}`.trim(),
        });
        onClose();
      }
    } catch (reason) {
      setRefused(asMessage(reason));
    }
    setBusy(false);
  };
  const go = (line: number) => {
    setTab('text');
    setCurrent(line);
    // The text may have to be drawn first.
    requestAnimationFrame(() => requestAnimationFrame(() => text.current?.go(line)));
  };
  const ready = edit !== null && complete(edit.form) && edit.name.trim() !== '';
  const trouble = refused ?? edit?.problem ?? null;
  return (
    <section className="page editor" data-testid="editor" aria-labelledby="editor-title">
      <PageHead
        id="editor-title"
        title={t('edit-title', { name: edit?.view.name ?? '' })}
        back={t('edit-back')}
        backId="edit-back"
        backRef={back}
        onBack={close}
      />
      {edit !== null && (
        <div className="editor-body">
          <div className="editor-main">
            {trouble !== null && (
              <div role="alert">
                <ProblemNote sentence={trouble} tone="trouble" testId="edit-problem" />
              </div>
            )}
            <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => setTab(key as 'form' | 'text')}>
              <TabList className="tab-list" aria-label={t('edit-tabs')}>
                <Tab id="form" className="tab" data-testid="edit-tab-form">
                  {t('edit-tab-form')}
                </Tab>
                <Tab id="text" className="tab" data-testid="edit-tab-text">
                  {t('edit-tab-text')}
                </Tab>
              </TabList>
              <TabPanel id="form" className="tab-panel">
                <Form
                  key={edit.generation}
                  name={edit.name}
                  form={edit.form}
                  onName={edit.setName}
                  onForm={edit.setForm}
                />
              </TabPanel>
              <TabPanel id="text" className="tab-panel">
                <TextPane
                  text={edit.text}
                  lines={edit.view.lines}
                  current={current}
                  onText={edit.setText}
                  onCurrent={setCurrent}
                  handle={text}
                />
              </TabPanel>
            </Tabs>
          </div>
          {/* What scrolls must be reachable by keyboard */}
          <div className="editor-side" tabIndex={0} role="group" aria-label={t('report-title')}>
            <Verdict verdict={edit.view.verdict} />
            <Report
              findings={edit.view.findings}
              lines={edit.view.lines}
              current={tab === 'text' ? current : undefined}
              onGo={go}
              level={2}
            />
          </div>
        </div>
      )}
      <footer className="editor-foot">
        <Button
          className="button quiet"
          data-testid="edit-changes"
          isDisabled={edit === null}
          onPress={() => setLooking(true)}
        >
          {t('edit-changes')}
        </Button>
        <div className="dialog-foot">
          <Button className="button" data-testid="edit-cancel" onPress={close}>
            {t('edit-cancel')}
          </Button>
          <Button
            className="button primary"
            data-testid="edit-save"
            isDisabled={!ready || !dirty || busy}
            onPress={() => void save()}
          >
            {t('edit-save')}
          </Button>
        </div>
      </footer>
      <Changes
        open={looking}
        profile={profile}
        dirty={dirty}
        onClose={() => setLooking(false)}
        onRestore={() => {
          setLooking(false);
          void edit?.restore();
        }}
      />
      <ModalDialog open={leaving} onClose={() => setLeaving(false)} alert>
        <Heading slot="title" level={2} className="dialog-title">
          {t('edit-leave-title')}
        </Heading>
        <p className="dialog-text">{t('edit-leave-text')}</p>
        <div className="dialog-foot">
          <Button className="button" data-testid="leave-stay" autoFocus onPress={() => setLeaving(false)}>
            {t('edit-leave-stay')}
          </Button>
          <Button className="button" data-testid="leave-confirm" onPress={onClose}>
            {t('edit-leave-leave')}
          </Button>
          <Button
            className="button primary"
            data-testid="leave-save"
            isDisabled={!ready || busy}
            onPress={() => void save()}
          >
            {t('edit-save')}
          </Button>
        </div>
      </ModalDialog>
    </section>
  );
}

import { useStore } from '@nanostores/react';
import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ImportDraft, Place } from '../../types';
import { type Choice, type Choices, choiceOf, nameOf, tally, toConfirm, usable } from './choices';
import { DraftDetail } from './DraftDetail';
import { DraftList } from './DraftList';
import './import.css';

interface FoundProps {
  drafts: readonly ImportDraft[];
  onChoose: (profile: string) => void;
  /** What Esc does. */
  escape: RefObject<() => void>;
}

/** The names of the profiles there are, and how a second one of a name is called. */
function useNames() {
  const t = useTranslation();
  const profiles = useStore(useModel().view)?.profiles;
  const names = new Set(profiles?.map(({ name }) => name));
  // Marks of reading direction belong around a name, not into it.
  const second = (name: string, number: number) =>
    t('import-second', { name, number }).replaceAll(/[\u2066-\u2069]/g, '');
  return { names, second };
}

/** Keeps what was decided, tells how many, and shows the first of them. */
function useConfirm(onChoose: (profile: string) => void) {
  const model = useModel();
  const { names, second } = useNames();
  const [busy, setBusy] = useState(false);
  const confirm = async (drafts: readonly ImportDraft[], choices: Choices) => {
    setBusy(true);
    const worked = await model.run(
      model.bridge.importConfirm(toConfirm(drafts, choices, names, second)).then((done) => {
        model.found.set([]);
        const kept = done.filter(({ profile }) => profile !== null);
        const [first] = kept;
        const profile = first?.profile ?? null;
        if (first !== undefined && profile !== null) {
          onChoose(profile);
          const remarks = kept.flatMap((each) => each.remarks.map(({ title, advice }) => `${title} ${advice}`.trim()));
          model.toast({
            kind: 'imported',
            count: kept.length,
            name: first.name,
            profile,
            remark: [...new Set(remarks)].join(' '),
          });
        }
        for (const { refused } of done) if (refused !== null) model.toast({ kind: 'failed', sentence: refused });
      }),
    );
    if (!worked) setBusy(false);
  };
  return { busy, confirm };
}

function Note({ drafts, choices }: { drafts: readonly ImportDraft[]; choices: Choices }) {
  const t = useTranslation();
  const { refused, needs, skipped } = tally(drafts, choices);
  if (drafts.length === 1) return null;
  const parts = [
    refused > 0 ? t('import-note-refused', { count: refused }) : '',
    needs > 0 ? t('import-note-needs', { count: needs }) : '',
    skipped > 0 ? t('import-note-skipped', { count: skipped }) : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <p className="import-note" data-testid="import-note" role="status">
      {parts.join(' ')}
    </p>
  );
}

function Found({ drafts, onChoose, escape }: FoundProps) {
  const t = useTranslation();
  const model = useModel();
  const { names, second } = useNames();
  const { busy, confirm } = useConfirm(onChoose);
  const [choices, setChoices] = useState<Choices>(new Map());
  const [wanted, show] = useState<string | null>(null);
  const [step, setStep] = useState<'list' | 'detail'>('list');
  const [leaving, setLeaving] = useState(false);
  const panes = useRef<HTMLDivElement>(null);
  const primary = useRef<HTMLButtonElement>(null);

  const index = Math.max(
    0,
    drafts.findIndex(({ id }) => id === wanted),
  );
  const shown = drafts[index];
  const many = drafts.length > 1;
  const { imported } = tally(drafts, choices);

  const setChoice = useCallback(
    (draft: string, choice: Choice) => setChoices((all) => new Map(all).set(draft, choice)),
    [],
  );
  const take = useCallback(
    (draft: string, taken: boolean) => setChoice(draft, { name: null, place: taken ? 'new' : 'skip' }),
    [setChoice],
  );
  const placeAll = (place: Place) =>
    setChoices((all) => {
      const next = new Map(all);
      for (const draft of drafts) {
        if (draft.existing !== null && usable(draft)) next.set(draft.id, { name: null, place });
      }
      return next;
    });

  const close = () => {
    model.found.set([]);
    void model.run(model.bridge.importCancel());
  };
  const changed = choices.size > 0 || drafts.some(({ fixes }) => fixes.some(({ applied }) => applied));
  const leave = () => {
    if (changed) setLeaving(true);
    else close();
  };
  /** Whether the list gave its room to the draft. */
  const covered = () => {
    const list = panes.current?.querySelector('.drafts') ?? null;
    return list !== null && getComputedStyle(list).display === 'none';
  };
  const back = () => {
    setStep('list');
    requestAnimationFrame(() => panes.current?.querySelector<HTMLElement>('[data-draft][data-selected]')?.focus());
  };
  const open = (draft: string) => {
    show(draft);
    setStep('detail');
    requestAnimationFrame(() => {
      // Where both are in sight the list keeps the focus.
      if (covered()) {
        document.querySelector<HTMLElement>('[data-testid="import-back"]')?.focus();
      }
    });
  };
  const turn = (by: number) => show(drafts[index + by]?.id ?? null);
  escape.current = () => {
    if (covered()) back();
    else leave();
  };

  // One that can be taken as it is needs one key; one that lacks something begins with that.
  useEffect(() => {
    const need = panes.current?.querySelector<HTMLElement>('.need :is(button, input)');
    (need ?? primary.current)?.focus();
  }, []);

  if (shown === undefined) return null;
  const choice = choiceOf(shown, choices);
  const mendable = shown.needs.length > 0 || shown.fixes.length > 0;
  const others = drafts.filter(
    (draft) =>
      draft.id !== shown.id &&
      draft.existing !== null &&
      usable(draft) &&
      choiceOf(draft, choices).place !== choice.place,
  );
  return (
    <>
      <header className="import-head" data-step={step}>
        {many && (
          <Button
            className="button quiet icon import-back"
            aria-label={t('import-back')}
            onPress={back}
            data-testid="import-back"
          >
            <ArrowLeft className="mirrored" size="1.125rem" aria-hidden />
          </Button>
        )}
        <Heading slot="title" level={2} className="dialog-title">
          {t('import-title', { count: drafts.length })}
        </Heading>
        {many && (
          <div className="import-turn">
            <span className="page-note">{t('import-place', { number: index + 1, count: drafts.length })}</span>
            <Button
              className="button quiet icon"
              aria-label={t('import-previous')}
              isDisabled={index === 0}
              onPress={() => turn(-1)}
              data-testid="import-previous"
            >
              <ChevronLeft className="mirrored" size="1.125rem" aria-hidden />
            </Button>
            <Button
              className="button quiet icon"
              aria-label={t('import-next')}
              isDisabled={index === drafts.length - 1}
              onPress={() => turn(1)}
              data-testid="import-next"
            >
              <ChevronRight className="mirrored" size="1.125rem" aria-hidden />
            </Button>
          </div>
        )}
      </header>
      <div className="import-panes" data-many={many} data-step={step} ref={panes}>
        {many && (
          <DraftList
            drafts={drafts}
            choices={choices}
            shown={shown.id}
            nameOf={(draft) => nameOf(draft, choiceOf(draft, choices), names, second)}
            onShow={show}
            onOpen={open}
            onTake={take}
          />
        )}
        {/* What scrolls must be reachable by keyboard */}
        <div className="import-scroll" tabIndex={0} role="group" aria-label={t('import-detail')} key={shown.id}>
          <DraftDetail
            draft={shown}
            choice={choice}
            name={nameOf(shown, choice, names, second)}
            alsoHere={others.length}
            onChoice={(next) => setChoice(shown.id, next)}
            onPlaceAll={placeAll}
          />
        </div>
      </div>
      <footer className="import-foot">
        <Note drafts={drafts} choices={choices} />
        <div className="dialog-foot">
          <Button className="button" data-testid="import-cancel" onPress={leave} autoFocus={!many && imported === 0}>
            {t(imported === 0 && !many && !mendable ? 'import-close' : 'import-cancel')}
          </Button>
          {(usable(shown) || many || mendable) && (
            <Button
              ref={many ? undefined : primary}
              className="button primary"
              data-testid="import-confirm"
              isDisabled={imported === 0 || busy}
              onPress={() => void confirm(drafts, choices)}
            >
              {t('import-confirm', { count: many ? imported : 1 })}
            </Button>
          )}
        </div>
      </footer>
      <ModalDialog open={leaving} onClose={() => setLeaving(false)} alert>
        <Heading slot="title" level={2} className="dialog-title">
          {t('import-leave-title')}
        </Heading>
        <p className="dialog-text">{t('import-leave-text')}</p>
        <div className="dialog-foot">
          <Button className="button" data-testid="leave-stay" autoFocus onPress={() => setLeaving(false)}>
            {t('import-leave-stay')}
          </Button>
          <Button className="button primary" data-testid="leave-confirm" onPress={close}>
            {t('import-leave-leave')}
          </Button>
        </div>
      </ModalDialog>
    </>
  );
}

interface Shown {
  drafts: readonly ImportDraft[];
  open: boolean;
  session: number;
}

/** What was found, before anything of it is kept. */
export function ImportSheet({ onChoose }: { onChoose: (profile: string) => void }) {
  const drafts = useStore(useModel().found);
  const escape = useRef(() => {});
  const open = drafts.length > 0;
  // While it fades out it shows what it showed; the next one starts anew.
  const [shown, setShown] = useState<Shown>({ drafts, open, session: 0 });
  if (open && drafts !== shown.drafts) {
    setShown({ drafts, open, session: shown.open ? shown.session : shown.session + 1 });
  } else if (open !== shown.open) setShown({ ...shown, open });
  return (
    <ModalDialog open={open} onClose={() => escape.current()} page takesMore>
      <Found key={shown.session} drafts={shown.drafts} onChoose={onChoose} escape={escape} />
    </ModalDialog>
  );
}

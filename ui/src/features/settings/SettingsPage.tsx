import { useStore } from '@nanostores/react';
import { type RefObject, useDeferredValue, useMemo, useState } from 'react';
import { Button, Heading } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ProfileView } from '../../types';
import { fold } from '../profiles/search';
import { type Doing, type Row, SECTIONS, settingRows } from './rows';
import './settings.css';

interface Props {
  onClose: () => void;
  onDiagnostics: () => void;
  onLog: () => void;
  onNetwork: (profile: ProfileView) => void;
  search: RefObject<HTMLInputElement | null>;
}

type Question = 'reset' | 'forget';

/** The rows that hold every word of the query. */
function matching(rows: readonly Row[], query: string): readonly Row[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = fold(row.words);
    return words.every((word) => text.includes(word));
  });
}

function Sections({ rows }: { rows: readonly Row[] }) {
  const t = useTranslation();
  return SECTIONS.map((section) => {
    const inside = rows.filter((row) => row.section === section);
    if (inside.length === 0) return null;
    return (
      <section key={section} className="settings-section" aria-labelledby={`settings-${section}`} data-testid={section}>
        <h2 id={`settings-${section}`} className="settings-section-title">
          {t(`settings-section-${section}`)}
        </h2>
        {inside.map((row) => (
          <div key={row.id} className="setting" data-setting={row.id}>
            {row.body}
          </div>
        ))}
      </section>
    );
  });
}

/** Asks before what cannot be undone. */
function Sure({ question, onClose }: { question: Question | null; onClose: () => void }) {
  const t = useTranslation();
  const { view, bridge, run } = useModel();
  const asked = question ?? 'reset';
  const go = () => {
    onClose();
    if (asked === 'reset') return void run(bridge.resetSettings());
    const remembering = (view.get()?.profiles ?? []).filter((profile) => profile.remembers);
    return void run(Promise.all(remembering.map((profile) => bridge.forget(profile.id))));
  };
  return (
    <ModalDialog open={question !== null} onClose={onClose} alert>
      <Heading slot="title" level={2} className="dialog-title">
        {t(`setting-${asked}-question`)}
      </Heading>
      <p className="dialog-text">{t(`setting-${asked}-text`)}</p>
      <div className="dialog-foot">
        <Button className="button" onPress={onClose} autoFocus>
          {t('settings-cancel')}
        </Button>
        <Button className="button primary" onPress={go} data-testid="setting-confirm">
          {t(`setting-${asked}-confirm`)}
        </Button>
      </div>
    </ModalDialog>
  );
}

/** Everything that can be set, on one page. A choice holds at once. */
export function SettingsPage({ onClose, onDiagnostics, onLog, onNetwork, search }: Props) {
  const t = useTranslation();
  const { view: current, bridge, run } = useModel();
  const view = useStore(current);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const [question, setQuestion] = useState<Question | null>(null);
  const rows = useMemo(() => {
    if (view === null) return [];
    const doing: Doing = {
      t,
      set: (key, value) => void run(bridge.setSetting(key, value)),
      setMachine: (change) => {
        if (view.protection === null) return;
        const { lock, lan, signInCheck } = { ...view.protection, ...change };
        void run(bridge.setProtection(lock, lan, signInCheck));
      },
      onNetwork,
      onForget: () => setQuestion('forget'),
      onDiagnostics,
      onLog,
      onReset: () => setQuestion('reset'),
    };
    return settingRows(view, doing);
  }, [view, t, run, bridge, onNetwork, onDiagnostics, onLog]);
  const found = useMemo(() => matching(rows, wanted), [rows, wanted]);
  return (
    <Page name="settings" title={t('settings-title')} back={t('settings-back')} onBack={onClose}>
      <div className="page-tools">
        <SearchField
          input={search}
          label={t('settings-search')}
          clearLabel={t('settings-search-clear')}
          value={query}
          onChange={setQuery}
          testId="settings-search"
        />
      </div>
      <div className="settings">
        <Sections rows={found} />
        {found.length === 0 && rows.length > 0 && (
          <div className="none-found" role="status">
            <p>{t('settings-none-found', { query: wanted })}</p>
            <Button className="button" onPress={() => setQuery('')}>
              {t('settings-show-all')}
            </Button>
          </div>
        )}
      </div>
      <Sure question={question} onClose={() => setQuestion(null)} />
    </Page>
  );
}

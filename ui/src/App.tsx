/** The window: notices, the card, the profiles; pages and dialogs over them. */

import { useStore } from '@nanostores/react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Announcer } from './components/Announcer';
import { DropOverlay } from './components/DropOverlay';
import { giveFocusBack } from './components/focus';
import { Header, type HeaderAction, type ImportWay } from './components/Header';
import { SearchField } from './components/SearchField';
import { useShortcuts } from './components/shortcuts';
import { Toasts } from './components/Toasts';
import { useAppearance } from './components/useAppearance';
import { useRemembered } from './components/useRemembered';
import { useIncoming } from './components/useIncoming';
import { useVisible } from './components/useVisible';
import { useWide } from './components/useWide';
import { Notices } from './features/connect/Notices';
import { DiagnosticsPage } from './features/diagnostics/DiagnosticsPage';
import { Editor } from './features/editor/Editor';
import { ExportDialog } from './features/editor/ExportDialog';
import { ImportSheet } from './features/import/ImportSheet';
import { type Paste, PasteDialog } from './features/import/PasteDialog';
import { LogPage } from './features/logs/LogPage';
import { Empty } from './features/profiles/Empty';
import { NetworkDialog } from './features/profiles/NetworkDialog';
import { ProfileList } from './features/profiles/ProfileList';
import { SEARCH_FROM, search } from './features/profiles/search';
import { OverlapDialog } from './features/overview/OverlapDialog';
import { Page } from './features/overview/Page';
import { Prompt } from './features/prompt/Prompt';
import { About } from './features/settings/About';
import { QuitDialog } from './features/settings/QuitDialog';
import { SettingsPage } from './features/settings/SettingsPage';
import { DoctorPage } from './features/setup/DoctorPage';
import { FirstStart } from './features/setup/FirstStart';
import { useModel } from './store';
import { useTranslation } from './i18n';
import type { OtherConnection, ProfileView, View } from './types';
import './app.css';

function Others({ others }: { others: readonly OtherConnection[] }) {
  const t = useTranslation();
  if (others.length === 0) return null;
  return (
    <section className="others" aria-labelledby="others-title" data-testid="others">
      <h2 id="others-title" className="others-title">
        {t('others-label')}
      </h2>
      <ul>
        {others.map(({ name, owner, label }) => (
          <li key={`${owner} ${name}`} className="other">
            <span className="other-name">{t('other-connection', { name, owner })}</span>
            <span className="other-state">{label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The profile on the card: the chosen one, until the primary one changes by itself. */
function useShown(view: View | null): [ProfileView | null, (profile: string | null) => void] {
  const [chosen, choose] = useState<string | null>(null);
  const primary = view?.primary ?? null;
  const [followed, follow] = useState(primary);
  if (primary !== followed) {
    follow(primary);
    choose(null);
  }
  const wanted = chosen ?? primary;
  const profiles = view?.profiles ?? [];
  const shown = profiles.find((profile) => profile.id === wanted) ?? profiles.find((profile) => profile.id === primary);
  return [shown ?? profiles[0] ?? null, choose];
}

export function App() {
  const t = useTranslation();
  const model = useModel();
  const { bridge } = model;
  const view = useStore(model.view);
  const [shown, choose] = useShown(view);
  const [page, setPage] = useState<'home' | 'log' | 'doctor' | 'settings' | 'diagnostics'>('home');
  const [declined, setDeclined] = useRemembered('setup.declined', false);
  const [editing, setEditing] = useState<string | null>(null);
  const [exporting, setExporting] = useState<ProfileView | null>(null);
  const [networkOf, setNetworkOf] = useState<ProfileView | null>(null);
  const leaveEditor = useRef(() => {});
  const [paste, setPaste] = useState<Paste | null>(null);
  const [about, setAbout] = useState(false);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const searchField = useRef<HTMLInputElement>(null);
  const prompt = view?.prompt ?? null;
  const visible = useVisible();
  useAppearance(view?.settings.appearance ?? 'system');
  const wide = useWide();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-hidden', !visible);
    void bridge.windowSeen(visible).catch(() => {});
  }, [bridge, visible]);
  useIncoming(useCallback((text: string) => setPaste({ kind: 'link', text }), []));

  const doImport = useCallback(
    (way: ImportWay) => {
      if (way === 'files') void model.runImport(bridge.importDialog());
      else if (way === 'folder') void model.runImport(bridge.importFolder());
      else setPaste({ kind: way, text: '' });
    },
    [model, bridge],
  );
  const onHeader = (action: HeaderAction) => {
    if (action === 'log' || action === 'doctor' || action === 'settings') setPage(action);
    if (action === 'guide') void model.run(bridge.openGuide());
    if (action === 'about') setAbout(true);
    if (action === 'quit') void model.run(bridge.quit(false));
  };
  const closeEditor = (profile: string) => {
    setEditing(null);
    giveFocusBack(`[data-profile="${CSS.escape(profile)}"] .row-menu`);
  };
  const back = () => {
    if (editing !== null) leaveEditor.current();
    else if (page === 'diagnostics') setPage('settings');
    else if (page !== 'home') setPage('home');
    else if (query !== '') setQuery('');
    else if (shown?.status.action === 'cancel') void model.run(bridge.disconnect(shown.id));
  };
  useShortcuts({
    i: () => doImport('files'),
    // The editor is left by its own ways: what is typed there is not saved yet.
    l: () => {
      if (editing === null) setPage((now) => (now === 'log' ? 'home' : 'log'));
    },
    ',': () => {
      if (editing === null) setPage((now) => (now === 'settings' ? 'home' : 'settings'));
    },
    q: () => void model.run(bridge.quit(false)),
    f: () => {
      const field =
        page === 'log' ? document.querySelector<HTMLInputElement>('[data-testid="log-filter"]') : searchField.current;
      field?.focus();
      field?.select();
    },
    escape: back,
  });

  const first = view !== null && view.helper.first && !declined;
  const profiles = view?.profiles;
  const count = profiles?.length ?? 0;
  const found = useMemo(() => search(profiles ?? [], wanted), [profiles, wanted]);

  /** What the strip at the foot says while there is no message: how things stand where they cannot be seen. */
  const atRest = () => {
    if (shown === null) return null;
    if (page !== 'home' || editing !== null) return t('strip-state', { name: shown.name, state: shown.status.label });
    return (view?.policy?.noOwnProfiles ?? null) === null ? t('profiles-drop-hint') : null;
  };

  // What asks for an answer is shown over the card, not over the log.
  useEffect(() => {
    if (prompt !== null) setPage('home');
  }, [prompt]);

  return (
    <div className="app">
      {page === 'log' ? (
        <LogPage onClose={() => setPage('home')} />
      ) : page === 'doctor' ? (
        <DoctorPage onClose={() => setPage('home')} />
      ) : page === 'diagnostics' ? (
        <DiagnosticsPage onClose={() => setPage('settings')} />
      ) : page === 'settings' ? (
        <SettingsPage
          onClose={() => setPage('home')}
          onDiagnostics={() => setPage('diagnostics')}
          onLog={() => setPage('log')}
          onNetwork={setNetworkOf}
          search={searchField}
        />
      ) : editing !== null ? (
        <Editor key={editing} profile={editing} leave={leaveEditor} onClose={() => closeEditor(editing)} />
      ) : (
        <div className="home" data-panes={shown !== null && !first}>
          <Header
            onAction={onHeader}
            onImport={doImport}
            settled={view?.policy?.noOwnProfiles ?? null}
            search={
              shown !== null && !first && count >= SEARCH_FROM ? (
                <SearchField
                  input={searchField}
                  label={t('profiles-search')}
                  placeholder={t('profiles-search-count', { count })}
                  clearLabel={t('profiles-search-clear')}
                  value={query}
                  onChange={setQuery}
                  testId="search"
                />
              ) : null
            }
          />
          {view === null && (
            <p className="starting" role="status">
              {t('starting')}
            </p>
          )}
          {view !== null && first && <FirstStart helper={view.helper} onDecline={() => setDeclined(true)} />}
          {view !== null && !first && (
            <main className="main">
              <div className="pane-page">
                <Notices
                  view={view}
                  shown={shown?.id ?? null}
                  onLog={() => setPage('log')}
                  onDoctor={() => setPage('doctor')}
                />
                {shown === null ? (
                  <Empty onImport={doImport} refused={view.policy?.noOwnProfiles ?? null} />
                ) : (
                  <Page
                    view={view}
                    profile={shown}
                    wide={wide}
                    onDoctor={() => setPage('doctor')}
                    onEdit={() => setEditing(shown.id)}
                  />
                )}
                {shown === null && <Others others={view.others} />}
              </div>
              {shown !== null && (
                <div className="pane-list">
                  {found.length === 0 ? (
                    <div className="none-found" role="status">
                      <p>{t('profiles-none-found', { query: wanted })}</p>
                      <Button className="button" onPress={() => setQuery('')}>
                        {t('profiles-show-all')}
                      </Button>
                    </div>
                  ) : (
                    <ProfileList
                      profiles={found}
                      chosen={shown.id}
                      query={wanted}
                      onChoose={choose}
                      onEdit={setEditing}
                      onExport={setExporting}
                      onNetwork={setNetworkOf}
                    />
                  )}
                  <Others others={view.others} />
                </div>
              )}
            </main>
          )}
        </div>
      )}
      <Announcer profile={shown} />
      <Prompt prompt={prompt} />
      <ImportSheet onChoose={choose} />
      <PasteDialog paste={paste} onClose={() => setPaste(null)} />
      <ExportDialog profile={exporting} onClose={() => setExporting(null)} />
      <NetworkDialog profile={networkOf} onClose={() => setNetworkOf(null)} />
      <About open={about} onClose={() => setAbout(false)} />
      <QuitDialog />
      <OverlapDialog overlap={view?.overview.overlap ?? null} />
      <DropOverlay />
      <Toasts>{atRest()}</Toasts>
    </div>
  );
}

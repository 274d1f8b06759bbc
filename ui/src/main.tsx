// First, so that components can refine what every element has.
import './styles/tokens.css';
import './styles/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { type Bridge, shell } from './bridge';
import { Model, ModelContext } from './store';
import { choose, LocaleProvider } from './i18n';

/** The shell, or in an ordinary browser under `npm run dev` the mock, which is not in what is shipped. */
async function bridge(): Promise<Bridge> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { mockBridge } = await import('./mock/bridge');
    return mockBridge(new URLSearchParams(location.search).get('scenario') ?? 'idle');
  }
  return shell;
}

/** Reload and inspect have no place in the window; the menus of text fields and of selected text do. */
function keepOwnMenus(event: MouseEvent): void {
  const editable = event.target instanceof HTMLInputElement;
  if (!editable && getSelection()?.isCollapsed !== false) event.preventDefault();
}

/** The shell's language, or under `npm run dev` what `?language=` says, else the browser's. */
function wanted(): readonly string[] {
  const tag: unknown = Reflect.get(window, 'aditLanguage') ?? new URLSearchParams(location.search).get('language');
  return typeof tag === 'string' ? [tag] : navigator.languages;
}

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) return;
  if (import.meta.env.PROD) addEventListener('contextmenu', keepOwnMenus);
  const model = new Model(await bridge());
  await choose(wanted());
  model.view.listen((view) => {
    if (view !== null) void choose([view.language.tag]);
  });
  createRoot(root).render(
    <StrictMode>
      <LocaleProvider>
        <ModelContext.Provider value={model}>
          <App />
        </ModelContext.Provider>
      </LocaleProvider>
    </StrictMode>,
  );
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (rem > 0) void model.run(model.bridge.fitWindow(innerWidth / rem));
  // Not an animation frame: a window that is not on the screen gets none.
  if (await model.run(model.start())) setTimeout(() => void model.run(model.bridge.ready()));
}

void start();

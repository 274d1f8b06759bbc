/** The window's words: Fluent files, and the locale that numbers, times and reading direction follow. */

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LocalizationProvider, ReactLocalization, useLocalization } from '@fluent/react';
import { type ReactNode, useCallback } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';

const FILES = import.meta.glob<string>('../locales/*/app.ftl', { query: '?raw', import: 'default', eager: true });
const FALLBACK = 'en';

/** Locales that have a file, by language tag. */
function available(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, source] of Object.entries(FILES)) {
    const tag = path.split('/').at(-2);
    if (tag !== undefined) found.set(tag, source);
  }
  return found;
}

/** The first wanted language that we speak: `de-AT` is served by `de`. */
export function negotiate(wanted: readonly string[], spoken: ReadonlySet<string>): string {
  for (const tag of wanted) {
    if (spoken.has(tag)) return tag;
    const language = tag.split('-')[0];
    if (language !== undefined && spoken.has(language)) return language;
  }
  return FALLBACK;
}

function localization(): { l10n: ReactLocalization; locale: string } {
  const files = available();
  const language = negotiate(navigator.languages, new Set(files.keys()));
  const bundles = [...new Set([language, FALLBACK])].map((tag) => {
    const bundle = new FluentBundle(tag);
    bundle.addResource(new FluentResource(files.get(tag) ?? ''));
    return bundle;
  });
  // Numbers and times keep the region (`en-GB` writes 24-hour times), words only have the language.
  const regional = navigator.languages.find((tag) => tag.split('-')[0] === language.split('-')[0]);
  return { l10n: new ReactLocalization(bundles), locale: regional ?? language };
}

export function Words({ children }: { children: ReactNode }) {
  const { l10n, locale } = words;
  return (
    <I18nProvider locale={locale}>
      <LocalizationProvider l10n={l10n}>
        <Directed>{children}</Directed>
      </LocalizationProvider>
    </I18nProvider>
  );
}

const words = localization();

function Directed({ children }: { children: ReactNode }) {
  const { locale, direction } = useLocale();
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
  return children;
}

export type Say = (id: string, values?: Record<string, FluentVariable>) => string;

/** `say('app-name')`: the sentence with that id. */
export function useSay(): Say {
  const { l10n } = useLocalization();
  return useCallback((id, values) => l10n.getString(id, values ?? null), [l10n]);
}

/** The window's texts: Fluent files, and the locale that numbers, times and reading direction follow. */

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LocalizationProvider, ReactLocalization, useLocalization } from '@fluent/react';
import { type ReactNode, useCallback } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';

const FILES = import.meta.glob<string>('../locales/*/app.ftl', { query: '?raw', import: 'default', eager: true });
const FALLBACK = 'en';

/** Locales that have a file, by language tag. */
function localeFiles(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, source] of Object.entries(FILES)) {
    const tag = path.split('/').at(-2);
    if (tag !== undefined) found.set(tag, source);
  }
  return found;
}

/** The first wanted language that has a file: `de-AT` is served by `de`. */
export function negotiate(wanted: readonly string[], available: ReadonlySet<string>): string {
  for (const tag of wanted) {
    if (available.has(tag)) return tag;
    const language = tag.split('-')[0];
    if (language !== undefined && available.has(language)) return language;
  }
  return FALLBACK;
}

function localization(): { l10n: ReactLocalization; locale: string } {
  const files = localeFiles();
  const language = negotiate(navigator.languages, new Set(files.keys()));
  const bundles = [...new Set([language, FALLBACK])].map((tag) => {
    const bundle = new FluentBundle(tag);
    bundle.addResource(new FluentResource(files.get(tag) ?? ''));
    return bundle;
  });
  // Numbers and times keep the region (`en-GB` writes 24-hour times), texts only have the language.
  const regional = navigator.languages.find((tag) => tag.split('-')[0] === language.split('-')[0]);
  return { l10n: new ReactLocalization(bundles), locale: regional ?? language };
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  const { l10n, locale } = LOCALIZATION;
  return (
    <I18nProvider locale={locale}>
      <LocalizationProvider l10n={l10n}>
        <DocumentLanguage>{children}</DocumentLanguage>
      </LocalizationProvider>
    </I18nProvider>
  );
}

const LOCALIZATION = localization();

/** Sets language and reading direction of the document. */
function DocumentLanguage({ children }: { children: ReactNode }) {
  const { locale, direction } = useLocale();
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
  return children;
}

export type Translate = (id: string, values?: Record<string, FluentVariable>) => string;

/** `t('app-name')`: the sentence with that id. */
export function useTranslation(): Translate {
  const { l10n } = useLocalization();
  return useCallback((id, values) => l10n.getString(id, values ?? null), [l10n]);
}

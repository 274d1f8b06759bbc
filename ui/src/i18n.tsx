/** The window's texts: Fluent files, and the locale that numbers, times and reading direction follow. */

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LocalizationProvider, ReactLocalization, useLocalization } from '@fluent/react';
import { useStore } from '@nanostores/react';
import { atom } from 'nanostores';
import { type ReactNode, useCallback, useLayoutEffect } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';
import { accented, PSEUDO } from './pseudo';

/** English is part of the window's code, because every language falls back to it. Without what only the shell says. */
const ENGLISH = import.meta.glob<string>(
  [
    '../locales/en/*.ftl',
    '!../locales/en/{agent,doctor,failures,lint,notices,policy,protection,shell,terminal,traffic,units,updates,aditctl}.ftl',
  ],
  { query: '?raw', import: 'default', eager: true },
);
/** The others are read when they are wanted. */
const OTHERS = import.meta.glob<string>(
  [
    '../locales/*/*.ftl',
    '!../locales/en/*.ftl',
    '!../locales/*/{agent,doctor,failures,lint,notices,policy,protection,shell,terminal,traffic,units,updates,aditctl}.ftl',
  ],
  { query: '?raw', import: 'default' },
);
const FALLBACK = 'en';

const languageOf = (path: string) => path.split('/').at(-2) ?? FALLBACK;
/** Languages that have files, by tag. */
export const LANGUAGES: ReadonlySet<string> = new Set([FALLBACK, PSEUDO, ...Object.keys(OTHERS).map(languageOf)]);

/** The first wanted language that has files: `de-AT` is served by `de`, `pt` by `pt-BR`. */
export function negotiate(wanted: readonly string[], available: ReadonlySet<string>): string {
  for (const tag of wanted) {
    if (available.has(tag)) return tag;
    const language = tag.split('-')[0];
    const served = [...available].find((each) => each !== PSEUDO && each.split('-')[0] === language);
    if (served !== undefined) return served;
  }
  return FALLBACK;
}

/** The tag for numbers and times: that of the system where it is of the same language, because `en-GB` and `en-US` differ. */
export function regional(language: string, system: readonly string[]): string {
  const tag = system.find((each) => each.split('-')[0] === language.split('-')[0]) ?? language;
  // Addresses and ports have European digits everywhere; two kinds of digits in one line would be hard to read.
  return language === 'ar' ? `${tag}-u-nu-latn` : language === PSEUDO ? PSEUDO : tag;
}

function bundle(tag: string, files: readonly string[]): FluentBundle {
  const made = new FluentBundle(
    tag === 'ar' ? 'ar-u-nu-latn' : tag,
    tag === PSEUDO ? { transform: accented } : undefined,
  );
  for (const file of files) made.addResource(new FluentResource(file));
  return made;
}

const fallback = bundle(FALLBACK, Object.values(ENGLISH));

interface Chosen {
  l10n: ReactLocalization;
  language: string;
  locale: string;
}

function chosen(language: string, bundles: readonly FluentBundle[]): Chosen {
  return { l10n: new ReactLocalization(bundles), language, locale: regional(language, navigator.languages) };
}

const current = atom<Chosen>(chosen(FALLBACK, [fallback]));
/** What was asked for last; an earlier answer that comes later counts for nothing. */
let asked = FALLBACK;

/** Shows the window in the first of these languages that has files. */
export async function choose(wanted: readonly string[]): Promise<void> {
  const language = negotiate(wanted, LANGUAGES);
  if (language === asked) return;
  asked = language;
  if (language === FALLBACK) return current.set(chosen(FALLBACK, [fallback]));
  if (language === PSEUDO) return current.set(chosen(PSEUDO, [bundle(PSEUDO, Object.values(ENGLISH)), fallback]));
  const mine = Object.entries(OTHERS).filter(([path]) => languageOf(path) === language);
  const files = await Promise.all(mine.map(([, read]) => read()));
  if (asked === language) current.set(chosen(language, [bundle(language, files), fallback]));
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  const { l10n, locale } = useStore(current);
  return (
    <I18nProvider locale={locale}>
      <LocalizationProvider l10n={l10n}>
        <DocumentLanguage>{children}</DocumentLanguage>
      </LocalizationProvider>
    </I18nProvider>
  );
}

/** Sets language and reading direction of the document. */
function DocumentLanguage({ children }: { children: ReactNode }) {
  const { locale, direction } = useLocale();
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
  }, [locale, direction]);
  return children;
}

export type Translate = (id: string, values?: Record<string, FluentVariable>) => string;

/** `t('app-name')`: the sentence with that id. */
export function useTranslation(): Translate {
  const { l10n } = useLocalization();
  return useCallback((id, values) => l10n.getString(id, values ?? null), [l10n]);
}

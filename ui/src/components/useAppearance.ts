import { useLayoutEffect } from 'react';
import type { Appearance } from '../types';

const SCHEME = /\(prefers-color-scheme:\s*(light|dark)\)/g;
/** Conditions that always and never hold. */
const [ALWAYS, NEVER] = ['(min-width: 0px)', '(max-width: 0px)'];

/** What each rule said before one appearance was chosen. */
const written = new WeakMap<MediaList, string>();

function* mediaRules(rules: CSSRuleList): Generator<CSSMediaRule> {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) yield rule;
    if (rule instanceof CSSGroupingRule) yield* mediaRules(rule.cssRules);
  }
}

/** Shows the light or the dark colours whatever the desktop wants: the same style sheets, with that question answered. */
export function useAppearance(appearance: Appearance): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.style.colorScheme = appearance === 'system' ? '' : appearance;
    root.dataset.appearance = appearance;
    for (const sheet of document.styleSheets)
      for (const { media } of mediaRules(sheet.cssRules)) {
        const text = written.get(media) ?? media.mediaText;
        if (text.search(SCHEME) === -1) continue;
        written.set(media, text);
        const answered = text.replace(SCHEME, (_, scheme: string) => (scheme === appearance ? ALWAYS : NEVER));
        media.mediaText = appearance === 'system' ? text : answered;
      }
  }, [appearance]);
}

/** Every language says what English says: all of it, with the same values, and no longer than there is room for. */

import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import cases from '../../locales/format-cases.json';
import { formats } from '../format';
import { regional } from '../i18n';

const TAGS = readdirSync('locales', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const TRANSLATED = TAGS.filter((tag) => tag !== 'en');
const FILES = readdirSync('locales/en').filter((name) => name.endsWith('.ftl'));

type Parts = Map<string, string>;

/** The texts of a file: `id` and `id.attribute`, each with its source. */
function parts(source: string): Parts {
  const found: Parts = new Map();
  let id = '';
  let key = '';
  for (const line of source.split('\n')) {
    const message = /^([a-z][a-z0-9-]*) =(.*)$/.exec(line);
    const attribute = /^ +\.([a-z-]+) =(.*)$/.exec(line);
    if (line.startsWith('#')) key = '';
    else if (message !== null) {
      [id, key] = [message[1] ?? '', message[1] ?? ''];
      if (found.has(key)) throw new Error(`${key} is there twice`);
      found.set(key, message[2] ?? '');
    } else if (attribute !== null) {
      key = `${id}.${attribute[1] ?? ''}`;
      found.set(key, attribute[2] ?? '');
    } else if (key !== '') found.set(key, `${found.get(key) ?? ''}\n${line}`);
  }
  return found;
}

function read(tag: string, name: string): string {
  try {
    return readFileSync(`locales/${tag}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function all(tag: string): Parts {
  const found: Parts = new Map();
  for (const name of FILES) for (const [key, text] of parts(read(tag, name))) found.set(`${name}: ${key}`, text);
  return found;
}

const ENGLISH = all('en');

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[0]))].sort();
}

/** Values and messages that a text refers to. */
const values = (text: string) => matches(text, /\$[a-z][a-z0-9_-]*/g).concat(matches(text, /\b(?:DATE|NUMBER)\(/g));
/** What a person copies from a text, or looks for elsewhere: the same in every language. */
const literal = (text: string) =>
  matches(
    text,
    /(?<![\w-])--[a-z][a-z-]+|\/(?:etc|usr|dev)\/[\w./-]*\w|https:\/\/|\b(?:sudo|aditctl|journalctl|systemctl|chmod) [\w -]*\w/g,
  );

/** Variants that are chosen by a number of things: `one`, `few` …, and plain numbers. */
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'];
interface Choice {
  selector: string;
  keys: string[];
}

/** Each `{ $x -> [a] … *[b] … }` of a text, with its own keys. */
function choices(text: string): Choice[] {
  const found: Choice[] = [];
  const open: Array<Choice | null> = [];
  for (const match of text.matchAll(/\{\s*(\$[\w-]+)\s*->|\{|\}|\*?\[([\w-]+)\]/g)) {
    if (match[1] !== undefined) {
      const choice = { selector: match[1], keys: [] };
      found.push(choice);
      open.push(choice);
    } else if (match[0] === '{') open.push(null);
    else if (match[0] === '}') open.pop();
    else if (match[2] !== undefined) open.findLast((each) => each !== null)?.keys.push(match[2]);
  }
  return found;
}

/** Categories that numbers up to 200 need. Beyond that, some languages have one more for millions. */
function needed(tag: string): string[] {
  const rules = new Intl.PluralRules(tag);
  return [...new Set(Array.from({ length: 200 }, (_, number) => rules.select(number)))];
}

/** Room for a short text, in characters: what the narrowest window (320 px) has for it. */
const ROOM: ReadonlyArray<readonly [RegExp, number]> = [
  [/: action-/, 18],
  [/: state-/, 22],
  [/: step-(resolving|contacting|securing|authenticating|configuring)$/, 16],
  [/: row-(connect|disconnect|cancel|try-again|edit|rename|duplicate|export|network|forget|remove)$/, 26],
  [/: menu-/, 26],
  [/: tray-(none|helper|let-out|open|quit)$/, 40],
  [/: helper-way-/, 20],
  [/: prompt-(submit|cancel|accept|decline)/, 16],
  [/: header-import$/, 12],
  [/: import-way-/, 24],
  [/: details-[a-z]+$/, 24],
  [/: log-level-/, 12],
  [/: panel-/, 20],
  [/: edit-tab-/, 22],
];

describe('what the tests read', () => {
  it('is the files as they are', () => {
    expect(ENGLISH.size).toBeGreaterThan(1000);
    expect([...parts('a = 1\n    .advice = 2\n# c\n\nb = { $count ->\n    [one] x\n   *[other] y\n}\n')]).toEqual([
      ['a', ' 1'],
      ['a.advice', ' 2'],
      ['b', ' { $count ->\n    [one] x\n   *[other] y\n}\n'],
    ]);
    expect(choices('{ $a ->\n [one] { $b }\n *[other] { $c ->\n [0] x\n *[other] y } }')).toEqual([
      { selector: '$a', keys: ['one', 'other'] },
      { selector: '$c', keys: ['0', 'other'] },
    ]);
    expect(needed('ar')).toHaveLength(6);
  });
});

describe.each(TAGS)('%s', (tag) => {
  it('is whole', () => {
    for (const name of FILES) {
      const source = read(tag, name);
      const bundle = new FluentBundle(tag);
      expect(bundle.addResource(new FluentResource(source)), name).toEqual([]);
      const ids = [...parts(source).keys()].filter((key) => !key.includes('.'));
      expect(
        ids.filter((id) => !bundle.hasMessage(id)),
        name,
      ).toEqual([]);
    }
  });

  it('chooses among the plural forms that its numbers have', () => {
    const wrong: string[] = [];
    for (const [key, text] of all(tag)) {
      for (const { selector, keys } of choices(text)) {
        if (!keys.some((each) => CATEGORIES.includes(each) && each !== 'other')) continue;
        const missing = needed(tag).filter((category) => !keys.includes(category) && category !== 'zero');
        if (missing.length > 0) wrong.push(`${key} ${selector}: ${missing.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has room for its short texts', () => {
    const long = [...all(tag)].filter(([key, text]) =>
      ROOM.some(([place, room]) => place.test(key) && !text.includes('{') && text.trim().length > room),
    );
    expect(long).toEqual([]);
  });

  it('keeps its tone', () => {
    const loud = [...all(tag)].filter(([, text]) => /[!！¡]/.test(text.replaceAll('<', '')));
    expect(loud).toEqual([]);
  });

  it('writes sizes as the terminal does', () => {
    const { bytes } = formats(regional(tag, []));
    const sizes = parts(read(tag, 'units.ftl'));
    const text = (id: string, value: string) => (sizes.get(id) ?? '').trim().replace('{ $value }', value);
    const separator = (sizes.get('decimal-separator') ?? '').trim();
    const plain = (written: string) => written.replaceAll(/[\u{a0}\u{202f}]/gu, ' ');
    expect(cases.bytes.length).toBeGreaterThan(10);
    for (const [id, count] of [
      ['size-kb', 1000],
      ['size-mb', 3_240_000],
      ['size-gb', 1_240_000_000],
      ['size-tb', 9_900_000_000_000],
    ] as const) {
      const tenths = { 'size-kb': '1.0', 'size-mb': '3.2', 'size-gb': '1.2', 'size-tb': '9.9' }[id];
      expect(plain(bytes(count))).toBe(plain(text(id, tenths.replace('.', separator))));
    }
  });
});

describe.each(TRANSLATED)('%s', (tag) => {
  const translated = all(tag);

  it('says everything that English says, and nothing else', () => {
    expect([...ENGLISH.keys()].filter((key) => !translated.has(key))).toEqual([]);
    expect([...translated.keys()].filter((key) => !ENGLISH.has(key))).toEqual([]);
  });

  it('has the same values in each text, and the same commands, paths and flags', () => {
    const differing: unknown[] = [];
    for (const [key, text] of translated) {
      const english = ENGLISH.get(key) ?? '';
      const [mine, theirs] = [values(text), values(english)];
      if (mine.join() !== theirs.join()) differing.push([key, mine, theirs]);
      const [kept, given] = [literal(text), literal(english)];
      if (kept.join() !== given.join()) differing.push([key, kept, given]);
    }
    expect(differing).toEqual([]);
  });

  it('is translated: no sentence is still in English', () => {
    const same = [...translated].filter(
      ([key, text]) =>
        ENGLISH.get(key) === text && (text.replaceAll(/\{[^}]*\}/g, '').match(/\p{L}{3,}/gu)?.length ?? 0) > 2,
    );
    expect(same).toEqual([]);
  });
});

/** All texts of the window are in its Fluent file: none in components, none missing, none unused. */

import { readdirSync, readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { negotiate, regional } from '../i18n';
import { accented } from '../pseudo';

/** Source files, with their path from the package. */
const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' }).map(
  (file) => `src/${file.replaceAll('\\', '/')}`,
);
const FILES = SOURCES.filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|src\/(mock|test|generated)\//.test(file),
);
/** What only the shell says; the window does not read these. */
const SHELLS =
  /^(doctor|failures|lint|notices|policy|protection|shell|terminal|traffic|units|updates|agent|aditctl)\.ftl$/;
const READ = readdirSync('locales/en').filter((file) => !SHELLS.test(file));
const FTL = READ.map((file) => readFileSync(`locales/en/${file}`, 'utf8')).join('\n');
const ids = (text: string) => [...text.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((match) => match[1] ?? '');
const IDS = ids(FTL);
/** What only the window says; the rest of what it reads is said by the shell or the terminal too. */
const WINDOWS = ids(readFileSync('locales/en/app.ftl', 'utf8'));

/** Attributes that a person reads or hears. */
const READ_OUT = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'label',
]);
/** Names of keys, the same everywhere. */
const KEYS = new Set(['F2']);

type Node = { type: string; [key: string]: unknown };

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node;
    for (const child of Object.values(value)) yield* walk(child);
  }
}

/** Texts that stand in the code: text between tags, and texts of attributes that are read out. */
function hardCoded(source: string): string[] {
  const found: string[] = [];
  for (const node of walk(parseSync('component.tsx', source).program)) {
    if (node.type === 'JSXText' && /\p{L}/u.test(String(node.value))) found.push(String(node.value).trim());
    if (node.type !== 'JSXAttribute') continue;
    const name = node.name as { name: unknown };
    const value = node.value as { type: string; value: unknown } | null;
    if (READ_OUT.has(String(name.name)) && value?.type === 'Literal' && /\p{L}/u.test(String(value.value)))
      found.push(String(value.value));
  }
  return found.filter((text) => !KEYS.has(text));
}

describe('texts', () => {
  it('finds a hard-coded text, or the test below proves nothing', () => {
    expect(hardCoded('const a = <p title="hi">Hello {b}</p>;')).toEqual(['hi', 'Hello']);
    expect(hardCoded('const a = <p title={t("hi")} className="x">{t("b")} · </p>;')).toEqual([]);
  });

  it.each(FILES.filter((file) => file.endsWith('.tsx')))('%s has none of its own', (file) => {
    expect(hardCoded(readFileSync(file, 'utf8'))).toEqual([]);
  });

  it('are all there, and all used', () => {
    const code = FILES.map((file) => readFileSync(file, 'utf8')).join('\n');
    const literal = new Set([...code.matchAll(/'([a-z][a-z0-9-]*)'/g)].map((match) => match[1] ?? ''));
    const built = [...code.matchAll(/`([a-z-]+-)\$\{/g)].map((match) => match[1] ?? '');
    const unused = WINDOWS.filter((id) => !literal.has(id) && !built.some((start) => id.startsWith(start)));
    expect(unused).toEqual([]);
    const used = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((id) => !IDS.includes(id))).toEqual([]);
  });

  it('have no errors, and name every action, step and level', () => {
    const bundle = new FluentBundle('en');
    expect(bundle.addResource(new FluentResource(FTL))).toEqual([]);
    expect(IDS.length).toBe(new Set(IDS).size);
    for (const id of ['connect', 'cancel', 'disconnect', 'try-again', 'wait']) expect(IDS).toContain(`action-${id}`);
    for (const id of ['done', 'active', 'ahead']) expect(IDS).toContain(`step-${id}`);
    for (const id of ['error', 'warn', 'info', 'debug']) expect(IDS).toContain(`log-level-${id}`);
  });

  it('come in the first language that has a file', () => {
    expect(negotiate(['de-AT', 'fr'], new Set(['en', 'de']))).toBe('de');
    expect(negotiate(['pt-BR'], new Set(['en', 'pt-BR', 'pt']))).toBe('pt-BR');
    expect(negotiate(['pt'], new Set(['en', 'pt-BR']))).toBe('pt-BR');
    expect(negotiate(['xx'], new Set(['en']))).toBe('en');
    expect(negotiate(['en-GB', 'de'], new Set(['en-XA', 'en', 'de']))).toBe('en');
    expect(negotiate(['en-XA'], new Set(['en', 'en-XA']))).toBe('en-XA');
  });

  it('keep the region of the system for numbers and times', () => {
    expect(regional('de', ['en-GB', 'de-AT'])).toBe('de-AT');
    expect(regional('de', ['en-GB'])).toBe('de');
    expect(new Intl.NumberFormat(regional('ar', ['ar-EG'])).format(12)).toBe('12');
  });

  it('are accented and longer in the pseudo-locale', () => {
    expect(accented('Disconnect')).toBe('Dîsçöññéçt····');
    expect(accented('Edit ')).toBe('Édît·· ');
    expect(accented(' · ')).toBe(' · ');
  });
});

describe('texts of the shell and the terminal', () => {
  it('are there for every id that the code names', () => {
    const folders = ['../src-tauri/src', '../crates/i18n/src', '../crates/cli/src', '../crates/doctor/src'];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.rs'))
        .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
    );
    const named = sources.flatMap((source) =>
      [...source.matchAll(/\b(?:text|message|attribute|said)\(\s*"([a-z][a-z0-9-]*)"/g)].map((match) => match[1] ?? ''),
    );
    expect(named.length).toBeGreaterThan(100);
    const files = readdirSync('locales/en').filter((file) => file !== 'app.ftl');
    const known = new Set(files.flatMap((file) => ids(readFileSync(`locales/en/${file}`, 'utf8'))));
    // Ones that a test asks for because they are not there.
    expect([...new Set(named)].filter((id) => !known.has(id) && !id.startsWith('no-such'))).toEqual([]);
  });
});

describe('the code', () => {
  it('keeps to the reading direction: nothing is left or right of something', () => {
    const physical =
      /(^|[;{\s])(left|right)\s*:|(margin|padding|border)-(left|right)|border-(top|bottom)-(left|right)-radius/;
    const files = SOURCES.filter((file) => file.endsWith('.css'));
    expect(files.filter((file) => physical.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('keeps raw colours in the tokens', () => {
    const raw = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;
    const files = SOURCES.filter((file) => file.endsWith('.css') && !file.endsWith('tokens.css'));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => raw.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

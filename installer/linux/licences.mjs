// Prints the licences of everything that is in Adit's programs and that others have written: licences.mjs [TARGET]. The crates are those that the
// programs are linked with, by `cargo metadata`; the packages are those that the window's script is made of. Each text stands there once.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = process.argv[2] ?? 'x86_64-unknown-linux-gnu';
const programs = ['adit', 'helper', 'netd', 'cli'];
const NAMES = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;

/** The texts in a package's own folder, and in one called so. */
function texts(folder) {
  const found = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (!NAMES.test(name)) continue;
    if (statSync(path).isDirectory()) found.push(...readdirSync(path).sort().map((each) => join(path, each)));
    else found.push(path);
  }
  return found.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8').replace(/\r\n/g, '\n').trim());
}

function crates() {
  const arguments_ = ['metadata', '--format-version', '1', '--filter-platform', target];
  const metadata = JSON.parse(execFileSync('cargo', arguments_, { cwd: top, maxBuffer: 1 << 30, encoding: 'utf8' }));
  const packages = new Map(metadata.packages.map((each) => [each.id, each]));
  const nodes = new Map(metadata.resolve.nodes.map((each) => [each.id, each]));
  const reached = new Set();
  const queue = metadata.packages.filter((each) => each.source === null && programs.includes(each.name)).map((each) => each.id);
  while (queue.length > 0) {
    const id = queue.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    // What is only compiled with, or tested with, is not in the program.
    for (const { pkg, dep_kinds } of nodes.get(id).deps) if (dep_kinds.some(({ kind }) => kind === null)) queue.push(pkg);
  }
  return [...reached]
    .map((id) => packages.get(id))
    .filter((each) => each.source !== null)
    .map((each) => ({
      name: each.name,
      version: each.version,
      licence: each.license ?? 'see below',
      authors: each.authors,
      texts: texts(dirname(each.manifest_path)),
    }));
}

function windowPackages() {
  const modules = join(top, 'ui/node_modules');
  const own = JSON.parse(readFileSync(join(top, 'ui/package.json'), 'utf8'));
  const found = new Map();
  const queue = Object.keys(own.dependencies ?? {});
  while (queue.length > 0) {
    const name = queue.pop();
    const folder = join(modules, name);
    // A type of package that is optional, and is not for this system.
    if (found.has(name) || !existsSync(join(folder, 'package.json'))) continue;
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const authors = [about.author?.name ?? about.author].filter((author) => typeof author === 'string');
    found.set(name, { name, version: about.version, licence: about.license ?? 'see below', authors, texts: texts(folder) });
    queue.push(...Object.keys(about.dependencies ?? {}));
  }
  return [...found.values()];
}

const parts = [...crates(), ...windowPackages()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
const numbers = new Map();
for (const text of parts.flatMap((part) => part.texts)) if (!numbers.has(text)) numbers.set(text, numbers.size + 1);

const lines = [
  'Adit contains the following works of others, each under the licence that it names. The number in brackets is that of its own text below;',
  'where it brings none, that of its licence applies with the names of its authors.',
  '',
];
for (const { name, version, licence, authors, texts: own } of parts) {
  const marks = [...new Set(own.map((text) => numbers.get(text)))].map((number) => `[${number}]`).join(' ');
  lines.push(`${name} ${version}: ${licence} ${marks || (authors.length > 0 ? `(${authors.join(', ')})` : '')}`.trimEnd());
}
for (const [text, number] of numbers) lines.push('', '-'.repeat(100), `[${number}]`, '', text);
process.stdout.write(`${lines.join('\n')}\n`);

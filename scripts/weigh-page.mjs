// The size budget: what the first view needs, compressed as a good host would send it, and apart
// from it what is loaded only when somebody asks for it.
//
// Nothing can hide. The first view is what index.html names to be loaded, what those files import,
// and besides every other program file, unless it is of a module that is loaded later
// (LATER). e2e/publish.test.mjs holds this against a real start.
// usage: node scripts/weigh-page.mjs [FOLDER]     SIZE_BUDGET_BYTES in the environment overrides the limit
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/** Chunks of the program that are fetched when they are wanted (src/view/chunks.rs), and recorded runs. */
const LATER = [
  { title: 'below the first view, when wanted', files: /^(?:split_|chunk_)\w+-[0-9a-f]{16}\.wasm$/ },
];
/** Bytes, brotli: the first view, and all of the program. What helped to stay below stands in docs/speed.md. */
const FIRST_VIEW = 230_000;
/** (The aim is 520,000.) */
const PROGRAM_IN_ALL = 496_000;
const isLater = (name) => LATER.some(({ files }) => files.test(name));
/** What the page could run or be styled by: of the first view until shown otherwise. */
const PROGRAM = /\.(?:m?js|wasm|css)$/;
/** Links that a browser does not follow to show the page. */
const NOT_LOADED = /\brel="?(?:canonical|alternate|author|license|help|next|prev|search|apple-touch-icon)\b/i;

const SOURCE = /<(?:script|img|source|iframe|embed|object|link|input|video|audio|track)\b(?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
const ADDRESS = /\s(?:src|href|data|poster|srcset|imagesrcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;
const IMPORT = /\b(?:import|export)\b[^"'()`;]*["']([^"']+)["']/g;
const STYLE = /(?:url\(\s*["']?|@import\s*["'])([^"')]+)/g;

/** Every file of the folder, with / between the parts of its name. */
function filesOf(dir) {
  return readdirSync(dir, { recursive: true })
    .filter((name) => statSync(path.join(dir, name)).isFile())
    .map((name) => name.split(path.sep).join('/'));
}

/** The files of the folder that a reader's first view loads. */
export function firstView(dir) {
  const found = new Set();
  const queue = ['index.html', ...filesOf(dir).filter((name) => PROGRAM.test(name) && !isLater(name))];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || !existsSync(path.join(dir, name))) continue;
    found.add(name);
    for (const address of loads(name, readFileSync(path.join(dir, name), 'latin1'))) {
      const [file] = address.split(/[?#]/);
      if (file !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(file)) queue.push(path.posix.join(path.posix.dirname(name), file));
    }
  }
  return found;
}

/** The addresses that this file has a browser load along with it. */
function loads(name, text) {
  if (/\.m?js$/.test(name)) return [...text.matchAll(IMPORT)].map(([, address]) => address).filter((address) => /^\.{0,2}\//.test(address));
  if (name.endsWith('.css')) return [...text.matchAll(STYLE)].map(([, address]) => address);
  if (!name.endsWith('.html')) return [];
  const html = text.replace(/<!--[^]*?-->/g, '');
  const named = [...html.matchAll(SOURCE)]
    .filter(([tag]) => !NOT_LOADED.test(tag))
    .flatMap(([tag]) => [...tag.matchAll(ADDRESS)].flatMap(([, a, b, c]) => (a ?? b ?? c).split(/,\s+/).map((part) => part.trim().split(/\s/)[0])));
  const styled = [...html.matchAll(/<style[^>]*>([^]*?)<\/style>/gi)].flatMap(([, css]) => [...css.matchAll(STYLE)].map(([, address]) => address));
  return [...named, ...styled];
}

function brotliSize(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

const figure = (bytes) => bytes.toLocaleString('en');
const print = (name, raw, brotli) => console.log(`${name.padEnd(44)}${raw.padStart(12)}${brotli.padStart(12)}`);

/** Prints these files, the heaviest first, with their sum; returns the sum. */
function table(title, rows, budget) {
  const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
  print(title, 'raw bytes', 'brotli 11');
  for (const { name, raw, brotli } of rows.sort((a, b) => b.brotli - a.brotli)) print(`  ${name}`, figure(raw), figure(brotli));
  print('  together', figure(sum('raw')), figure(sum('brotli')));
  if (budget !== undefined) print('  budget', '', figure(budget));
  return sum('brotli');
}

function main() {
  const dir = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
  const budget = Number(process.env.SIZE_BUDGET_BYTES || FIRST_VIEW);
  const first = firstView(dir);
  const rows = filesOf(dir).map((name) => {
    const bytes = readFileSync(path.join(dir, name));
    return { name, raw: bytes.length, brotli: brotliSize(bytes), later: !first.has(name) && isLater(name) };
  });
  const fail = (text) => {
    console.error(`error: ${text}`);
    process.exitCode = 1;
  };

  const weight = table('the first view', rows.filter(({ name }) => first.has(name)), budget);
  const later = LATER.map(({ title, files }) => {
    const its = rows.filter((row) => row.later && files.test(row.name));
    return its.length > 0 ? table(title, its) : 0;
  });
  const whole = later.reduce((sum, its) => sum + its, weight);
  print('all of the program', '', figure(whole));
  print('  budget', '', figure(PROGRAM_IN_ALL));
  const rest = rows.filter(({ name, later }) => !first.has(name) && !later);
  if (rest.length > 0) table('loaded when asked for', rest);

  if (!rows.some(({ name }) => name.endsWith('.wasm') && first.has(name))) fail(`there is no .wasm file in ${dir}: this is not the page`);
  if (weight > budget) fail(`the page is ${figure(weight - budget)} bytes over its budget`);
  if (whole > PROGRAM_IN_ALL) fail(`all of the program is ${figure(whole - PROGRAM_IN_ALL)} bytes over its budget`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

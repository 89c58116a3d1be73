// The page asks no other host for anything, and works below any path. So no file of dist/ may
// name another host, none may use an address that starts at the root of the site, and none may
// name a folder of the machine that built it.
//
// In HTML that goes for everything a browser could load: tags, style sheets and scripts. The words
// between tags are for the reader and may name any place, and so may a link for the reader, <a>.
// What only crawlers read may name the page's own address, which SHOWDOWN_URL put there.
// usage: node scripts/foreign-urls.mjs [FOLDER]
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Names that look like addresses and are never fetched. Each entry is a decision: the reason
// stands beside it.
const HARMLESS = [
  'http://www.w3.org/', // XML namespaces: names, not places
  'https://developer.mozilla.org/en-US/docs/Web/JavaScript/', // a comment that wasm-bindgen writes
  'http://payment:8000/', // in the Python that is shown
];

const dir = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
const ADDRESS = /\b(?:https?|wss?|ftp):\/\/[\w.-]+[^\s"'`<>()\\\0]*/gi;
const SCHEMELESS = /(?:\b(?:src|href|action|poster|data)\s*=\s*["']?|\burl\(\s*["']?|\b(?:from|import)\s*\(?\s*["'])\/[\w/.-]*/gi;
const TAG_OR_CODE = /<(script|style)\b[^]*?<\/\1\s*>|<[a-z!\/](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
const NEVER_FETCHED = /^<(?:!--|a\s|meta property="og:(?:url|image)"|link rel="canonical")/i;

const CARGO_HOME = process.env.CARGO_HOME || path.join(homedir(), '.cargo');

const found = [];
for (const name of readdirSync(dir, { recursive: true })) {
  const file = path.join(dir, name);
  if (!statSync(file).isFile()) continue;
  let text = readFileSync(file, 'latin1');
  if (text.includes(CARGO_HOME)) found.push(`${name}: ${CARGO_HOME}, a folder of this machine`);
  if (name.endsWith('.html')) {
    text = (text.replace(/<!--[^]*?-->/g, '').match(TAG_OR_CODE) ?? []).filter((tag) => !NEVER_FETCHED.test(tag)).join('\n');
  }
  const hits = [...text.matchAll(ADDRESS), ...(name.endsWith('.wasm') ? [] : text.matchAll(SCHEMELESS))];
  for (const [hit] of hits) {
    if (!HARMLESS.some((start) => hit.startsWith(start))) found.push(`${name}: ${hit.slice(0, 100)}`);
  }
}

if (found.length > 0) {
  console.error(`error: ${found.length} address(es) that do not belong in ${dir}:\n  ${found.join('\n  ')}`);
  console.error('If one is only ever shown to the reader, say so in HARMLESS in scripts/foreign-urls.mjs.');
  process.exitCode = 1;
} else {
  console.log('every address in the page is its own');
}

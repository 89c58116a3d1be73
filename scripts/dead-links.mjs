// Every relative link of every page in dist/ leads somewhere: to a file of dist/ and, where it
// names a fragment, to an element with that id. Part of the build; also a command of its own.
// usage: node scripts/dead-links.mjs [FOLDER]
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LINK = /<[a-z][^>]*?\s(?:href|src)="([^"]*)"/gi;

/** Sentences about the links that lead nowhere. */
export function deadLinks(dir) {
  return readdirSync(dir, { recursive: true })
    .filter((name) => name.endsWith('.html'))
    .flatMap((name) => [...page(dir, name).matchAll(LINK)]
      .map(([, link]) => ({ link, why: fault(dir, name, link.replaceAll('&amp;', '&')) }))
      .filter(({ why }) => why)
      .map(({ link, why }) => `${name}: ${link} (${why})`));
}

const page = (dir, name) => readFileSync(path.join(dir, name), 'utf8').replace(/<!--[^]*?-->/g, '');

function fault(dir, from, link) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  if (link.startsWith('/')) return 'starts at the root of the site';
  const [, target, hash] = link.match(/^([^?#]*)[^#]*#?(.*)$/);
  let name = path.join(path.dirname(from), target || path.basename(from));
  if (target !== '' && (target.endsWith('/') || isFolder(path.join(dir, name)))) name = path.join(name, 'index.html');
  const file = path.join(dir, name);
  if (path.relative(dir, file).startsWith('..') || !existsSync(file)) return 'no such file';
  // What stands after the page's own # is an experiment, not a place.
  if (hash === '' || name === 'index.html' || !name.endsWith('.html')) return undefined;
  const ids = [...page(dir, name).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  return ids.includes(decodeURIComponent(hash)) ? undefined : 'no such fragment';
}

const isFolder = (file) => existsSync(file) && statSync(file).isDirectory();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
  const dead = deadLinks(dir);
  if (dead.length > 0) {
    console.error(`error: ${dead.length} link(s) lead nowhere:\n  ${dead.join('\n  ')}`);
    process.exitCode = 1;
  } else {
    console.log('every relative link leads somewhere');
  }
}

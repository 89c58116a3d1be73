// The last step of `trunk build` (a hook of Trunk.toml), in the folder that is about to become
// dist/: makes the page lighter, and adds what is published with it: the pages of docs/, the
// examples, some recorded runs and the files of public/.
//
// SHOWDOWN_URL in the environment is the address the page will have: crawlers want whole
// addresses for the preview picture. Without it the page names no host at all.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks } from './dead-links.mjs';
import { docPages } from './doc-pages.mjs';
import { minifyPage, minifyScript } from './minify.mjs';
import { splitProgram } from './split.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program as it was linked: the folder's name is the profile's (Trunk.toml). */
const LINKED = path.join(process.env.CARGO_TARGET_DIR || path.join(root, 'target'), 'wasm32-unknown-unknown/page/showdown.wasm');
/** The recorded runs that the page offers (SHIPPED in src/recorded/mod.rs): fetched when somebody asks for one. */
const RECORDED = ['06b-overload-sync-timeouts', '07b-outage-async-killed'];

/** Everything, in this folder. */
async function finish(dir) {
  const file = (name) => path.join(dir, name);
  const read = (name) => readFileSync(file(name), 'utf8');

  // What Trunk wrote of the program is replaced by its chunks.
  let html = read('index.html');
  const pair = await splitProgram(LINKED, dir);
  for (const [id, name] of [['app-js', pair.script], ['app-wasm', pair.program]]) {
    const link = new RegExp(`(<link id="${id}"[^>]*href=")([^"]*)"`);
    const [, , old] = html.match(link) ?? [];
    if (!old) throw new Error(`index.html has no link #${id}`);
    rmSync(file(path.basename(old)));
    html = html.replace(link, `$1./${name}"`);
  }
  const page = await minifyPage(addressed(html, process.env.SHOWDOWN_URL));
  writeFileSync(file('index.html'), await withBoot(page, dir));

  cpSync(path.join(root, 'public'), dir, { recursive: true });
  mkdirSync(file('examples'), { recursive: true });
  for (const name of readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.html'))) {
    cpSync(path.join(root, 'examples', name), file(`examples/${name}`));
  }
  mkdirSync(file('recorded'), { recursive: true });
  for (const name of RECORDED) cpSync(path.join(root, 'tests/reference', `${name}.json`), file(`recorded/${name}.json`));
  for (const { name, html } of await docPages(root)) writeFileSync(file(name), html);

  const dead = deadLinks(dir);
  if (dead.length > 0) throw new Error(`${dead.length} link(s) lead nowhere:\n  ${dead.join('\n  ')}`);
}

/**
 * The page with its boot script inside: one file less to wait for before anything can begin. It stands behind the links
 * that it reads, and the policy allows this very script and no other.
 */
async function withBoot(html, dir) {
  const [tag, name] = html.match(/<script src="\.\/(boot-[^"]*\.js)"><\/script>\n?/) ?? [];
  if (!tag) throw new Error('index.html has no boot script');
  const script = await minifyScript(readFileSync(path.join(dir, name), 'utf8'), { module: false });
  rmSync(path.join(dir, name));
  const hash = createHash('sha256').update(script).digest('base64');
  return html
    .replace(tag, '')
    .replace("script-src 'self'", `$& 'sha256-${hash}'`)
    .replace('</head>', () => `<script>${script}</script>\n</head>`);
}

/** The page with its own address in its head, for crawlers. */
function addressed(html, url) {
  if (!url) return html;
  if (!/^https?:\/\/[^\s"<>?#]+$/.test(url)) throw new Error(`SHOWDOWN_URL is no address of a folder: ${url}`);
  const base = url.replace(/\/*$/, '/');
  return html
    .replace(/(<meta property="og:image" content=")(?:\.\/)?/, `$1${base}`)
    .replace('</head>', `<meta property="og:url" content="${base}">\n<link rel="canonical" href="${base}">\n</head>`);
}

const dir = process.env.TRUNK_STAGING_DIR || process.argv[2];
try {
  if (!dir) throw new Error('which folder? Trunk says so in TRUNK_STAGING_DIR; else name it: node scripts/finish-page.mjs FOLDER');
  await finish(dir);
} catch (error) {
  console.error(`error: the page could not be finished: ${error.message}`);
  process.exitCode = 1;
}

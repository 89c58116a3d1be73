// The last step of `trunk build` (a hook of Trunk.toml), in the folder that is about to become
// dist/: makes the page lighter, and adds what is published with it: the pages of docs/, the
// examples, some recorded runs and the files of public/.
//
// SHOWDOWN_URL in the environment is the address the page will have: crawlers want whole
// addresses for the preview picture. Without it the page names no host at all.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks } from './dead-links.mjs';
import { docPages } from './doc-pages.mjs';
import { dropExports } from './drop-exports.mjs';
import { minifyPage, minifyScript } from './minify.mjs';
import { shortenNames } from './short-names.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** As Trunk calls wasm-opt, by the source of index.html; to flatten a second time would make it heavier. */
const WASM_OPT = readFileSync(path.join(root, 'index.html'), 'utf8').match(/data-wasm-opt-params="([^"]*)"/)[1]
  .split(' ').filter((option) => option !== '--flatten' && option !== '--rereloop');
/** The recorded runs that the page offers (SHIPPED in src/recorded/mod.rs): fetched when somebody asks for one. */
const RECORDED = ['06b-overload-sync-timeouts', '07b-outage-async-killed'];

/** Everything, in this folder. */
async function finish(dir) {
  const file = (name) => path.join(dir, name);
  const read = (name) => readFileSync(file(name), 'utf8');

  // Trunk's names stay. They say what the files were made of, and this step adds nothing to it.
  for (const name of readdirSync(dir).filter((name) => name.endsWith('.js'))) {
    let script = read(name);
    const program = file(name.replace(/\.js$/, '_bg.wasm'));
    if (existsSync(program)) {
      const lean = dropExports(readFileSync(program), script, WASM_OPT);
      const pair = shortenNames(lean.program, lean.script);
      writeFileSync(program, pair.program);
      script = pair.script;
    }
    const module = /^(?:import|export)\b/m.test(script);
    writeFileSync(file(name), await minifyScript(script, { module }));
  }
  const html = nameByContent(file, read('index.html'));
  writeFileSync(file('index.html'), await minifyPage(addressed(html, process.env.SHOWDOWN_URL)));

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

/** Trunk names the other programs' files without a hash: give them one, so that a browser never pairs an old with a new. */
function nameByContent(file, html) {
  return ['desk', 'recorded'].reduce((page, program) => {
    const names = [`${program}.js`, `${program}_bg.wasm`];
    const digest = createHash('sha256');
    for (const name of names) digest.update(readFileSync(file(name)));
    const hash = digest.digest('hex').slice(0, 16);
    return names.reduce((named, name) => {
      const better = name.replace(program, `${program}-${hash}`);
      renameSync(file(name), file(better));
      if (!named.includes(`"./${name}"`)) throw new Error(`index.html does not name ${name}`);
      return named.replace(`"./${name}"`, `"./${better}"`);
    }, page);
  }, html);
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

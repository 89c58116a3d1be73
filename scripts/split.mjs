// The program in chunks: what the first view needs, and what is fetched when it is wanted (src/view/chunks.rs).
//
//   linked.wasm ─▶ empty-functions, number-places ─▶ wasm-split-cli ─▶ main, chunks ─▶ wasm-bindgen (main) ─▶ wasm-opt, order-functions (each)
//     ─▶ one script for all
//
// Trunk links the program and runs wasm-bindgen itself; what it wrote is replaced. The linker has kept its
// relocations (build.rs), which the splitter needs and wasm-bindgen's own output no longer has.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dropExports } from './drop-exports.mjs';
import { emptyFunctions } from './empty-functions.mjs';
import { npmTool } from './npm-tool.mjs';
import { numberPlaces } from './number-places.mjs';
import { BY_NAME, rankFunctions } from './order-functions.mjs';
import { shortenNames } from './short-names.mjs';
import { CUSTOM, section, sections } from './wasm-binary.mjs';

const { build } = await npmTool('esbuild');

/** What the program is compiled for; and how small it is made. To flatten a second time would make it heavier. (What -Oz makes
 *  is shorter by 6 % and heavier by 1 % once it is compressed: docs/speed.md. Below address 1,024 there is only the far end of
 *  the stack, which nobody gets to alive: so short offsets need no addition. And nobody reads how an address is aligned: a hint that
 *  is the same everywhere weighs nothing.) */
const FEATURES = ['bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue'].map((name) => `--enable-${name}`);
const SHRINK = ['--low-memory-unused', '-s', '2', '--dealign'];
const ONCE = ['--flatten', '--rereloop', '-O2'];
const AGAIN = ['-O2'];

/**
 * Splits the linked program into `dir`, each file named by its content; returns { script, program }, the names of the
 * pair that the page begins with.
 */
export async function splitProgram(linked, dir) {
  const work = mkdtempSync(path.join(tmpdir(), 'showdown-'));
  const at = (...names) => path.join(work, ...names);
  const run = (tool, ...args) => execFileSync(tool, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const optimised = (from, options) => {
    // (It says of each chunk that there is a part of its names which it does not know; they go anyway.)
    execFileSync('wasm-opt', [...FEATURES, ...options, ...SHRINK, from, '-o', at('lean.wasm')], { stdio: ['ignore', 'ignore', 'pipe'] });
    return readFileSync(at('lean.wasm'));
  };
  const ordered = (program) => {
    writeFileSync(at('ranked.wasm'), rankFunctions(program));
    return optimised(at('ranked.wasm'), [...AGAIN, BY_NAME]);
  };
  try {
    const { numbered, places } = numberPlaces(emptyFunctions(readFileSync(linked)));
    writeFileSync(at('linked.wasm'), numbered);
    writeFileSync(path.join(dir, 'places.txt'), places);
    run('wasm-split-cli', at('linked.wasm'), at('parts'), '--out-name', 'main', '--target', 'web');
    run('wasm-bindgen', at('parts', 'main.wasm'), '--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-dir', at('bound'));

    writeFileSync(at('main.wasm'), optimised(at('bound', 'main_bg.wasm'), ONCE));
    const whole = readFileSync(at('bound', 'main.js'), 'utf8');
    const lean = dropExports(readFileSync(at('main.wasm')), whole, [...FEATURES, ...AGAIN, ...SHRINK]);
    const pair = shortenNames(ordered(lean.program), lean.script);

    let loader = readFileSync(at('parts', '__wasm_split.js'), 'utf8');
    for (const name of readdirSync(at('parts')).filter((name) => name.endsWith('.wasm') && name !== 'main.wasm')) {
      const chunk = withoutNames(ordered(optimised(at('parts', name), [...ONCE, ...AGAIN])));
      const better = named(name.replace(/\.wasm$/, ''), 'wasm', chunk);
      writeFileSync(path.join(dir, better), chunk);
      if (!loader.includes(`"./${name}"`)) throw new Error(`the loader does not name ${name}: wasm-split-cli has changed, so look at scripts/split.mjs again`);
      loader = loader.replaceAll(`"./${name}"`, `"./${better}"`);
    }

    // A chunk that does not come is told on the page, in the place of what it should have filled.
    if (!loader.includes('console.error(e);')) throw new Error('the loader has changed: look at scripts/split.mjs again');
    loader = loader.replaceAll('console.error(e);', '');

    const program = named('showdown', 'wasm', pair.program);
    writeFileSync(path.join(dir, program), pair.program);
    writeFileSync(at('bound', 'main.js'), pair.script.replaceAll('main_bg.wasm', program));
    writeFileSync(at('bound', '__wasm_split.js'), loader);
    const { outputFiles: [bundle] } = await build({
      entryPoints: [at('bound', 'main.js')], bundle: true, write: false, format: 'esm', minify: true, legalComments: 'none', target: 'es2022',
    });
    const script = named('showdown', 'js', bundle.contents);
    writeFileSync(path.join(dir, script), bundle.contents);
    return { script, program };
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A name that changes with the content: no browser ever pairs an old file with a new one. */
function named(name, ending, content) {
  return `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.${ending}`;
}

/** A chunk without what only tools read. */
function withoutNames(chunk) {
  const kept = [...sections(chunk)].filter(({ id }) => id !== CUSTOM).map(({ id, bytes }) => section(id, bytes));
  return Buffer.concat([chunk.subarray(0, 8), ...kept]);
}

// Leptos brings classes by which a server streams answers to a page (its server functions, through
// the crate wasm-streams). This page has no server, and nobody uses them: but what is exported stays.
// Here it goes, from the program and from the script. (They are empty by then: empty-functions.mjs.)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXPORT, number, read, section, sections, text } from './wasm-binary.mjs';

const CLASSES = ['IntoUnderlyingByteSource', 'IntoUnderlyingSink', 'IntoUnderlyingSource'];

/** { program, script }: the same pair without them. `options` are those of wasm-opt. Call it before names are shortened. */
export function dropExports(program, script, options) {
  const names = CLASSES.map((name) => name.toLowerCase());
  const isTheirs = (name) => names.some((theirs) => name.startsWith(`${theirs}_`) || name === `__wbg_${theirs}_free`);
  let kept = withoutClasses(script);
  const lean = optimised(withoutExports(program, isTheirs), options);
  const called = [...kept.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name).find(isTheirs);
  if (called) throw new Error(`the script still calls ${called}, which is dropped (scripts/drop-exports.mjs)`);
  // What only they needed from the script.
  const needed = new Set(WebAssembly.Module.imports(new WebAssembly.Module(lean)).map(({ name }) => name));
  kept = kept.replace(/^ {8}(__wb\w+): function\([^]*?^ {8}\},\n/gm, (whole, name) => (needed.has(name) ? whole : ''));
  return { program: lean, script: kept };
}

function withoutClasses(script) {
  return CLASSES.reduce((rest, name) => {
    for (const part of [
      new RegExp(`^export class ${name} \\{\\n[^]*?^\\}\\n`, 'm'),
      new RegExp(`^if \\(Symbol\\.dispose\\) ${name}\\..*\\n`, 'm'),
      new RegExp(`^const ${name}Finalization = [^;]*;\\n`, 'm'),
    ]) {
      if (!part.test(rest)) {
        throw new Error(`the script of wasm-bindgen has no ${part}: leptos or wasm-bindgen have changed, so look at scripts/drop-exports.mjs again`);
      }
      rest = rest.replace(part, '');
    }
    return rest;
  }, script);
}

function withoutExports(program, isTheirs) {
  const parts = [program.subarray(0, 8)];
  let dropped = 0;
  for (const { id, bytes } of sections(program)) {
    if (id !== EXPORT) {
      parts.push(section(id, bytes));
      continue;
    }
    const kept = [];
    let [count, at] = read(bytes, 0);
    for (; count > 0; count -= 1) {
      const [name, end] = text(bytes, at);
      const [, next] = read(bytes, end + 1);
      if (isTheirs(name)) dropped += 1;
      else kept.push(bytes.subarray(at, next));
      at = next;
    }
    parts.push(section(id, Buffer.concat([number(kept.length), ...kept])));
  }
  if (dropped < CLASSES.length) throw new Error(`the program exports only ${dropped} functions of ${CLASSES}: look at scripts/drop-exports.mjs again`);
  return Buffer.concat(parts);
}

/** Without what nothing leads to any more. */
function optimised(program, options) {
  const dir = mkdtempSync(path.join(tmpdir(), 'showdown-'));
  try {
    const [before, after] = ['before.wasm', 'after.wasm'].map((name) => path.join(dir, name));
    writeFileSync(before, program);
    // (The one of e2e/package.json is first on PATH: scripts/setup.sh.)
    execFileSync('wasm-opt', [...options, before, '-o', after], { stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(after);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

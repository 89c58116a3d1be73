// wasm-bindgen gives each function that the program and its script share a name like
// __wbg_setTimeout_a60d83bec06b4345, once in either file. Those digits do not compress. Here both
// files get short names instead; the program also leaves behind what only tools read.

import { CUSTOM, EXPORT, IMPORT, number, read, section, sections, text, words } from './wasm-binary.mjs';

/** Names that wasm-bindgen made up. Others (memory, main, init) may be known elsewhere too. */
const MADE_UP = /^(__wb|wasm_bindgen__)\w+$/;

/** { program, script }: the same pair, shorter. Call it before the script is minified. */
export function shortenNames(program, script) {
  if (/\$[0-9a-z]+\b(?!\{)/.test(script.replace(/`[^`]*`/g, ''))) throw new Error('the script has names like $1 already');
  const short = new Map();
  const words = new Set(script.match(/\w+/g));
  const rename = (name) => {
    if (!MADE_UP.test(name) || !words.has(name)) return name;
    if (!short.has(name)) short.set(name, `$${short.size.toString(36)}`);
    return short.get(name);
  };

  const parts = [program.subarray(0, 8)];
  for (const { id, bytes } of sections(program)) {
    if (id === CUSTOM) continue;
    const content = id === IMPORT ? imports(bytes, rename) : id === EXPORT ? exports(bytes, rename) : bytes;
    parts.push(section(id, content));
  }
  const renamed = Buffer.concat(parts);
  if (!WebAssembly.validate(renamed)) throw new Error('the program with short names is no valid WebAssembly');
  return { program: renamed, script: script.replace(/\w+/g, (word) => short.get(word) ?? word) };
}

/** An import section: module, name, then what it is; only functions are met here. */
function imports(bytes, rename) {
  let [count, at] = read(bytes, 0);
  const parts = [number(count)];
  for (; count > 0; count -= 1) {
    const [module, middle] = text(bytes, at);
    const [name, end] = text(bytes, middle);
    if (bytes[end] !== 0) throw new Error(`${name} is imported and is no function`);
    const [, next] = read(bytes, end + 1);
    parts.push(words(module), words(rename(name)), bytes.subarray(end, next));
    at = next;
  }
  return Buffer.concat(parts);
}

/** An export section: name, kind, index. */
function exports(bytes, rename) {
  let [count, at] = read(bytes, 0);
  const parts = [number(count)];
  for (; count > 0; count -= 1) {
    const [name, end] = text(bytes, at);
    const [, next] = read(bytes, end + 1);
    parts.push(words(rename(name)), bytes.subarray(end, next));
    at = next;
  }
  return Buffer.concat(parts);
}

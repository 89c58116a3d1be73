// Functions that are alike stand beside each other: what a compressor has just seen costs it little, and half of what the page
// weighs is functions that Rust made of one pattern. Nothing else changes; the order is always the same for the same program.
//
//   each function ─▶ a sketch of its bytes ─▶ from one to the likest that is left ─▶ names by rank ─▶ wasm-opt sorts by name
import { CODE, CUSTOM, IMPORT, number, read, section, sections, text, words } from './wasm-binary.mjs';

/** What sorts them by their names. (It changes all their numbers, wherever they stand.) */
export const BY_NAME = '--reorder-functions-by-name';

/** Bytes that are looked at together. With two to six the page weighs the same, with more it gets heavier. */
const TOGETHER = 4;
/** So many values are kept of each function (minhash): the share that two have in common is how alike they are. */
const KEPT = 200;

/** The program with names that say where each function is to stand: for wasm-opt with BY_NAME, which drops them again. */
export function rankFunctions(program) {
  const bodies = functions(program);
  const first = imported(program);
  const names = [];
  for (let k = 0; k < first; k += 1) names.push([k, `i${k}`]);
  byLikeness(bodies).forEach((k, rank) => names.push([first + k, `f${String(rank).padStart(6, '0')}`]));
  names.sort(([a], [b]) => a - b);
  const entries = Buffer.concat([number(names.length), ...names.flatMap(([k, name]) => [number(k), words(name)])]);
  const FUNCTIONS = 1;
  const content = Buffer.concat([words('name'), Buffer.from([FUNCTIONS]), number(entries.length), entries]);
  const rest = [...sections(program)].filter(({ id, bytes }) => id !== CUSTOM || text(bytes, 0)[0] !== 'name');
  return Buffer.concat([program.subarray(0, 8), ...rest.map(({ id, bytes }) => section(id, bytes)), section(CUSTOM, content)]);
}

/** Their numbers, each followed by the likest of those that are left; the longest is the first. */
function byLikeness(bodies) {
  const sketches = bodies.map(sketch);
  const likeness = (a, b) => {
    const [one, other] = [sketches[a], sketches[b]];
    let common = 0;
    for (let k = 0; k < KEPT; k += 1) if (one[k] === other[k]) common += 1;
    return common;
  };
  const left = new Set(bodies.keys());
  const order = [];
  let next = bodies.reduce((longest, body, k) => (body.length > bodies[longest].length ? k : longest), 0);
  while (left.size > 0) {
    left.delete(next);
    order.push(next);
    const last = next;
    let best = -1;
    for (const candidate of left) {
      const like = likeness(last, candidate);
      if (like > best) [best, next] = [like, candidate];
    }
  }
  return order;
}

/** The least of each of KEPT scramblings of all that its bytes are made of. */
function sketch(body) {
  const least = new Uint32Array(KEPT).fill(0xffff_ffff);
  for (let at = 0; at + TOGETHER <= body.length; at += 1) {
    let hash = 2_166_136_261;
    for (let k = 0; k < TOGETHER; k += 1) hash = Math.imul(hash ^ body[at + k], 16_777_619) >>> 0;
    for (let k = 0; k < KEPT; k += 1) {
      hash = (Math.imul(hash, 1_664_525) + 1_013_904_223) >>> 0;
      const value = (hash ^ (hash >>> 15)) >>> 0;
      if (value < least[k]) least[k] = value;
    }
  }
  return least;
}

/** The bytes of each of its own functions. */
function functions(program) {
  const bodies = [];
  for (const { id, bytes } of sections(program)) {
    if (id !== CODE) continue;
    let [count, at] = read(bytes, 0);
    for (; count > 0; count -= 1) {
      const [size, start] = read(bytes, at);
      at = start + size;
      bodies.push(bytes.subarray(start, at));
    }
  }
  return bodies;
}

/** How many functions it imports: they have the first numbers. */
function imported(program) {
  return WebAssembly.Module.imports(new WebAssembly.Module(program)).filter(({ kind }) => kind === 'function').length;
}

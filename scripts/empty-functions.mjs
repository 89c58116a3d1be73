// Leptos keeps a table of functions for each kind of attribute and element, and exports classes by which a server streams
// answers to a page. Some of them nobody calls here: no view is copied, none is given attributes from outside, and there
// is no server. But what stands in a table or is exported stays, with everything it leads to. So their bodies are emptied,
// while the linker's relocations still say what leads where: what only they needed is left behind by the splitter.
import { CODE, CUSTOM, IMPORT, number, read, section, sections, text } from './wasm-binary.mjs';

/** Their names, as the compiler writes them. (A call that came all the same would stop the program at once.) */
const UNCALLED = [
  /IntoAnyAttribute\$GT\$13into_any_attr5clone17h/, // copies an attribute
  /8any_view8elements17h/, // lists the elements of a view
  /^intounderlying(?:bytesource|sink|source)_/, // wasm-streams
];

const UNREACHABLE = 0x00;
const NOP = 0x01;
const END = 0x0b;
/** Kinds of relocations that carry a number besides what they point to. */
const WITH_ADDEND = [3, 4, 5, 8, 9, 11, 21, 23];

/** The linked program, with these functions empty. */
export function emptyFunctions(program) {
  const all = [...sections(program)];
  const named = (name) => all.find((its) => its.id === CUSTOM && text(its.bytes, 0)[0] === name).bytes;
  const names = functionNames(named('name'));
  const [imported] = read(all.find(({ id }) => id === IMPORT).bytes, 0);

  const code = Buffer.from(all.find(({ id }) => id === CODE).bytes);
  const emptied = [];
  const met = new Set();
  let [count, at] = read(code, 0);
  for (let index = imported; count > 0; count -= 1, index += 1) {
    const [size, start] = read(code, at);
    at = start + size;
    const kind = UNCALLED.findIndex((uncalled) => uncalled.test(names.get(index)));
    if (kind < 0) continue;
    met.add(kind);
    emptied.push([start, at]);
    // As long as it was, so that everything else keeps its place: no locals, and nothing that is reached.
    code.fill(NOP, start, at);
    code[start] = 0;
    code[start + 1] = UNREACHABLE;
    code[at - 1] = END;
  }
  if (met.size < UNCALLED.length) throw new Error('leptos has other functions than it had: look at scripts/empty-functions.mjs again');

  const changed = new Map([[CODE, code], ['reloc.CODE', withoutRelocations(named('reloc.CODE'), emptied)]]);
  const content = ({ id, bytes }) => changed.get(id === CUSTOM ? text(bytes, 0)[0] : id) ?? bytes;
  return Buffer.concat([program.subarray(0, 8), ...all.map((its) => section(its.id, content(its)))]);
}

/** What the functions are called, by their numbers. */
function functionNames(bytes) {
  const FUNCTIONS = 1;
  let [, at] = text(bytes, 0);
  for (;;) {
    const kind = bytes[at];
    const [size, start] = read(bytes, at + 1);
    at = start + size;
    if (kind !== FUNCTIONS) continue;
    const names = new Map();
    let [count, next] = read(bytes, start);
    for (; count > 0; count -= 1) {
      const [index, begin] = read(bytes, next);
      const [name, end] = text(bytes, begin);
      names.set(index, name);
      next = end;
    }
    return names;
  }
}

/** The relocations without those inside of these ranges; both are in order. */
function withoutRelocations(bytes, ranges) {
  let [, at] = text(bytes, 0);
  const [, begin] = read(bytes, at);
  const head = bytes.subarray(0, begin);
  let count;
  [count, at] = read(bytes, begin);
  const kept = [];
  for (let k = 0; count > 0; count -= 1) {
    const from = at;
    const [offset, index] = read(bytes, at + 1);
    [, at] = read(bytes, index);
    if (WITH_ADDEND.includes(bytes[from])) [, at] = read(bytes, at);
    while (k < ranges.length && ranges[k][1] <= offset) k += 1;
    if (k === ranges.length || offset < ranges[k][0]) kept.push(bytes.subarray(from, at));
  }
  return Buffer.concat([head, number(kept.length), ...kept]);
}

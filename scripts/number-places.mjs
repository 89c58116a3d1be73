// Where in the source a panic happened: each such place weighs twelve bytes that hardly compress, and the paths of a hundred
// files. The page carries its number instead, `place:217:0`, and the list of all stands beside it (places.txt), where only
// somebody looks who was sent one.
import { DATA, read, section, sections } from './wasm-binary.mjs';

/** What stands in place of a path. */
const NAMED = Buffer.from('place');
const I32_CONST = 0x41;
const END = 0x0b;
/** Of 32-bit words: the path's address and length, the line, the column. */
const WORDS = 16;
/** Longer than any path, line and column. */
const MOST = { path: 200, line: 100_000, column: 1_000 };

/** The linked program with numbers for places; and the list, a line each. */
export function numberPlaces(program) {
  const all = [...sections(program)];
  const data = Buffer.from(all.find(({ id }) => id === DATA).bytes);
  const pieces = segments(data);
  const at = (address) => pieces.find(({ from, bytes }) => address >= from && address < from + bytes.length);
  const list = [];
  const paths = [];
  for (const { bytes } of pieces) {
    for (let k = 0; k + WORDS <= bytes.length; k += 4) {
      const [address, length, line, column] = [0, 4, 8, 12].map((word) => bytes.readUInt32LE(k + word));
      const its = length > NAMED.length && length < MOST.path && line > 0 && line < MOST.line && column > 0 && column < MOST.column && at(address);
      if (!its) continue;
      const path = its.bytes.subarray(address - its.from, address - its.from + length);
      if (!/^[\x21-\x7e]+\.rs$/.test(path.toString('latin1'))) continue;
      list.push(`${list.length + 1} ${path}:${line}:${column}`);
      paths.push(path);
      bytes.writeUInt32LE(NAMED.length, k + 4);
      bytes.writeUInt32LE(list.length, k + 8);
      bytes.writeUInt32LE(0, k + 12);
    }
  }
  // (After all were read: many places share a path.)
  for (const path of paths) NAMED.copy(path.fill(0));
  if (list.length < 100) throw new Error(`only ${list.length} places were found: the compiler writes them otherwise now, so look at scripts/number-places.mjs again`);
  const numbered = Buffer.concat([program.subarray(0, 8), ...all.map(({ id, bytes }) => section(id, id === DATA ? data : bytes))]);
  return { numbered, places: `${list.join('\n')}\n` };
}

/** What the program's memory begins with: views of these bytes, each with its address. */
function segments(data) {
  const found = [];
  let [count, at] = read(data, 0);
  for (; count > 0; count -= 1) {
    if (data[at] !== 0 || data[at + 1] !== I32_CONST) throw new Error('memory begins otherwise than it did: look at scripts/number-places.mjs again');
    const [from, end] = read(data, at + 2);
    if (data[end] !== END) throw new Error('an address is no plain number: look at scripts/number-places.mjs again');
    const [size, start] = read(data, end + 1);
    at = start + size;
    found.push({ from, bytes: data.subarray(start, at) });
  }
  return found;
}

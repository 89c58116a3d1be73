// The few parts of WebAssembly's binary format that the build rewrites: a program is a header of
// eight bytes and sections, each with a number for what it is, its length and its content.

export const CUSTOM = 0;
export const IMPORT = 2;
export const EXPORT = 7;
export const CODE = 10;
export const DATA = 11;

/** Every section: what it is, and its content. */
export function* sections(program) {
  for (let at = 8; at < program.length;) {
    const id = program[at];
    const [size, start] = read(program, at + 1);
    at = start + size;
    yield { id, bytes: program.subarray(start, at) };
  }
}

/** A section as it stands in a program. */
export function section(id, content) {
  return Buffer.concat([Buffer.from([id]), number(content.length), content]);
}

// WebAssembly writes whole numbers in LEB128: seven bits a byte, the lowest first.

/** The number that stands here, and where it ends. */
export function read(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

/** A number as it stands in a program. */
export function number(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) + (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}

/** The name that stands here, and where it ends. */
export function text(bytes, at) {
  const [length, start] = read(bytes, at);
  return [bytes.toString('utf8', start, start + length), start + length];
}

/** A name as it stands in a program. */
export function words(string) {
  const bytes = Buffer.from(string);
  return Buffer.concat([number(bytes.length), bytes]);
}

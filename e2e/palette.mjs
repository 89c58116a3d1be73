// A flat drawing needs few colours: a screenshot becomes a PNG with a palette, half its bytes.
import { deflateSync, inflateSync } from 'node:zlib';

const MAGIC = Buffer.from('89504e470d0a1a0a', 'hex');

/** From a PNG as Chromium writes them (8 bits a channel) to one of at most 256 colours. */
export function withPalette(png) {
  const parts = new Map();
  for (let at = 8; at < png.length;) {
    const size = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    parts.set(name, Buffer.concat([parts.get(name) ?? Buffer.alloc(0), png.subarray(at + 8, at + 8 + size)]));
    at += size + 12;
  }
  const header = Buffer.from(parts.get('IHDR'));
  const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  if (depth !== 8 || (kind !== 2 && kind !== 6)) throw new Error('this is no PNG of a screenshot');
  const channels = kind === 2 ? 3 : 4;
  const pixels = unfilter(inflateSync(parts.get('IDAT')), width * channels, height, channels);

  const uses = new Map();
  for (let at = 0; at < pixels.length; at += channels) {
    const colour = pixels.readUIntBE(at, 3);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const palette = [...uses].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const index = new Map(palette.map((colour, k) => [colour, k]));
  const nearest = (colour) => {
    const found = index.get(colour) ?? palette.reduce((best, other, k) => (apart(other, colour) < apart(palette[best], colour) ? k : best), 0);
    index.set(colour, found);
    return found;
  };
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = nearest(pixels.readUIntBE((y * width + x) * channels, 3));
  }
  header[9] = 3;
  return Buffer.concat([
    MAGIC,
    part('IHDR', header),
    part('PLTE', Buffer.from(palette.flatMap(rgb))),
    part('IDAT', deflateSync(rows, { level: 9 })),
    part('IEND', Buffer.alloc(0)),
  ]);
}

const rgb = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
const apart = (a, b) => rgb(a).reduce((sum, channel, k) => sum + (channel - rgb(b)[k]) ** 2, 0);

/** The bytes of the picture: each row of a PNG is written as a difference to its neighbours. */
function unfilter(data, stride, height, step) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? out[y * stride + x - step] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= step && y > 0 ? out[(y - 1) * stride + x - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = data[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function part(name, content) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([size, body, sum]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

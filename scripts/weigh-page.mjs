// The size budget: what the first view needs, compressed as a good host would send it.
// Everything in dist/ is loaded by the first view, so everything in it counts.
// usage: node scripts/weigh-page.mjs [FOLDER]     SIZE_BUDGET_BYTES in the environment overrides the limit
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const dir = process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url));
const budget = Number(process.env.SIZE_BUDGET_BYTES || 200_000);

function brotliSize(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

const rows = readdirSync(dir, { recursive: true })
  .filter((name) => statSync(path.join(dir, name)).isFile())
  .map((name) => {
    const bytes = readFileSync(path.join(dir, name));
    return { name, raw: bytes.length, brotli: brotliSize(bytes) };
  })
  .sort((a, b) => b.brotli - a.brotli);
const sum = (column) => rows.reduce((total, row) => total + row[column], 0);

const print = (name, raw, brotli) => console.log(`${name.padEnd(44)}${raw.padStart(12)}${brotli.padStart(12)}`);
const figure = (bytes) => bytes.toLocaleString('en');
print('file', 'raw bytes', 'brotli 11');
for (const { name, raw, brotli } of rows) print(name, figure(raw), figure(brotli));
print('together', figure(sum('raw')), figure(sum('brotli')));
print('budget', '', figure(budget));

if (!rows.some(({ name }) => name.endsWith('.wasm'))) {
  console.error(`error: there is no .wasm file in ${dir}: this is not the page`);
  process.exitCode = 1;
} else if (sum('brotli') > budget) {
  console.error(`error: the page is ${figure(sum('brotli') - budget)} bytes over its budget`);
  process.exitCode = 1;
}

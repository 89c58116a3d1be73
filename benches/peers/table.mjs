// The same work by the engine and by other simulators, in turn, each run in a process of its own; prints one table.
// usage: node table.mjs ROUNDS SPEED SPEED.wasm PEERS PYTHON
//
// SPEED is the program of benches/speed: it has the cases, plays the engine, and judges everybody's times until paid.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [rounds, speed, wasm, peers, python] = process.argv.slice(2);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const text = (program, ...words) => execFileSync(program, words.map(String), { encoding: 'utf8' }).trim();
const json = (program, ...words) => JSON.parse(text(program, ...words));
const folder = mkdtempSync(join(tmpdir(), 'peers-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Those of the cases that every simulator can be asked for; the others differ from the third in numbers, or need retries. */
const CASES = [0, 1, 2];
const all = json(speed, 'list').cases;

/** The engine's runs judge themselves; a caller who gave up is an event besides an order's arrival and its completion. */
const byEngine = (program, ...words) => (k) => {
  const result = json(program, ...words.map((word) => word(k)));
  return { ...result, orders: all[k].orders, timeouts: result.events - 2 * all[k].orders };
};
const native = (runner) => byEngine(speed, () => 'play', (k) => k, () => runner);
const inWasm = (runner) => byEngine(process.execPath, () => here('by_wasm.mjs'), () => wasm, (k) => k, () => runner);

/** Another simulator: told the work in words; it writes down its times until paid, and the engine's judge reads them. */
const byPeer = (program, ...first) => (k) => {
  const { orders, servers, service_s, rate, timeout_s, threads } = all[k];
  const callers = timeout_s === null ? [] : [timeout_s, threads];
  const file = join(folder, 'sojourns');
  const { ms, timeouts } = json(program, ...first, file, orders, servers, service_s, rate, ...callers);
  const judged = json(speed, 'judge', k, file);
  // Nobody waits for a thread here, so exactly those give up whose order takes longer than they wait.
  const gaveUp = timeout_s === null ? timeouts === 0 : timeouts === judged.late;
  return { ms, timeouts, ...judged, right: gaveUp && judged.orders === orders };
};

/** The version that a lock file names. */
function locked(file, pattern) {
  const found = readFileSync(here(file), 'utf8').match(pattern);
  if (!found) throw new Error(`${file} does not say ${pattern}`);
  return found[1];
}
const crate = (name) => `${name} ${locked('Cargo.lock', new RegExp(`name = "${name}"\nversion = "(.*)"`))}`;

/** Who plays, and how. */
const RUNNERS = [
  ['loop by hand', native(0)],
  ['**this engine**, sync shop', native(1)],
  ['this engine, async shop', native(2)],
  ['the sync shop in WebAssembly, as shipped', inWasm(1)],
  [crate('simrs'), byPeer(peers, 'simrs')],
  [crate('nexosim'), byPeer(peers, 'nexosim')],
  [`simjs ${locked('package-lock.json', /node_modules\/simjs": {\s*"version": "(.*)"/)}`, byPeer(process.execPath, here('by_simjs.mjs'))],
  [`SimPy ${locked('requirements.txt', /simpy==(\S+)/)}`, byPeer(python, here('by_simpy.py'))],
];

/** Among them: what the ratios are to, and the shop whose users get their answer at once. */
const [ENGINE, ASYNC] = [1, 2];

/** The quickest of some rounds, which neighbours disturbed the least. */
const best = new Map();
for (let round = 0; round < Number(rounds); round += 1) {
  for (const k of CASES) {
    for (const [r, [name, play]] of RUNNERS.entries()) {
      process.stderr.write(`round ${round + 1}: ${all[k].name}, ${name}`.padEnd(90) + '\r');
      const result = play(k);
      const last = best.get(`${k}/${r}`);
      if (!last || result.ms < last.ms) best.set(`${k}/${r}`, result);
    }
  }
}
process.stderr.write(`${' '.repeat(90)}\r`);

const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
const ms = (seconds) => (seconds * 1e3).toFixed(2);
const times = (ratio) => (ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0));
const load = loadavg()[0].toFixed(1);
console.log(`${availableParallelism()} processors, load ${load} at the end, ${text('rustc', '--version').slice(0, 12)}, Node.js ${process.version}, ${text(python, '--version')}; best of ${rounds} rounds.\n`);
row(['case', 'by', 'ms', 'µs/order', '× the engine', 'mean time until paid', 'theory', 'callers who gave up (theory)']);
row(Array(8).fill('---'));
let wrong = 0;
for (const k of CASES) {
  const { name, expected_s, expected_timeouts, timeout_s } = all[k];
  const engine = best.get(`${k}/${ENGINE}`);
  for (const [r, [runner]] of RUNNERS.entries()) {
    const result = best.get(`${k}/${r}`);
    const right = result.right !== false && Math.abs(result.mean - expected_s) <= result.half;
    if (!right) wrong += 1;
    const gaveUp = r === ASYNC ? 'nobody waits' : `${result.timeouts} (${expected_timeouts.toFixed(0)})`;
    row([
      r === 0 ? name : '', runner, result.ms.toFixed(0), ((result.ms * 1e3) / result.orders).toFixed(2), times(result.ms / engine.ms),
      `${ms(result.mean)} ± ${ms(result.half)} ms`, `${right ? '' : 'WRONG: '}${ms(expected_s)} ms`,
      timeout_s === null ? '' : gaveUp,
    ]);
  }
}
if (wrong > 0) {
  console.error(`${wrong} runs are wrong: theory denies them, or not those gave up who waited too long`);
  process.exit(1);
}

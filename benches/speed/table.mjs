// Runs every case by everybody, natively and in WebAssembly, in turn, and prints one table; then one of memory.
// usage: node table.mjs ROUNDS NATIVE NAME=FILE.wasm...
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const [rounds, native, ...modules] = process.argv.slice(2);
const { cases, runners, holdings } = JSON.parse(execFileSync(native, ['list'], { encoding: 'utf8' }));

/** A native run: a process of its own, in its own processor time. */
const byProcess = (kase, runner) => JSON.parse(execFileSync(native, ['play', String(kase), String(runner)], { encoding: 'utf8' }));

/** A run in WebAssembly, in processor time of this process. */
function byModule(module) {
  // Instances are not reused: each run begins with an empty memory, as a page does.
  return (kase, runner) => {
    const { exports } = new WebAssembly.Instance(module, {});
    const began = process.cpuUsage();
    const events = exports.play(kase, runner);
    const { user, system } = process.cpuUsage(began);
    if (Number.isNaN(events)) return null;
    const [inner, mean, half] = [0, 1, 2].map((what) => exports.last(what));
    return { ms: (user + system) / 1e3, events, inner, mean, half, peak_mb: exports.memory.buffer.byteLength / 2 ** 20 };
  };
}

const platforms = [['native', byProcess], ...modules.map((pair) => {
  const [name, file] = pair.split('=');
  return [`WASM ${name}`, byModule(new WebAssembly.Module(readFileSync(file)))];
})];

/** In milliseconds: the quickest of some rounds, which neighbours disturbed the least. */
const best = new Map();
const key = (...parts) => parts.join('/');
for (let round = 0; round < Number(rounds); round += 1) {
  for (const [k, kase] of cases.entries()) {
    for (const [r, runner] of runners.entries()) {
      for (const [platform, play] of platforms) {
        const result = play(k, r);
        if (!result) continue;
        const last = best.get(key(platform, k, r));
        if (!last || result.ms < last.ms) best.set(key(platform, k, r), result);
      }
      process.stderr.write(`round ${round + 1}: ${kase.name}, ${runner}        \r`);
    }
  }
}
process.stderr.write(`${' '.repeat(70)}\r`);

const millions = (result) => (result.events / result.ms / 1e3).toFixed(1);
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
console.log(`${availableParallelism()} processors, Node.js ${process.version}; best of ${rounds} rounds.\n`);
row(['case', 'by', ...platforms.flatMap(([name]) => [`${name}: ms`, 'M events/s', 'ns/event', '× by hand']), 'mean time until paid', 'theory']);
row(Array.from({ length: 4 + 4 * platforms.length }, () => '---'));
let wrong = 0;
/**
 * Retries have no closed form: two programs that share nothing but the model say the same. Their means are closer than
 * both intervals allow, and what happened is the same to a hundredth (in a storm the times until paid grow as long as
 * orders come, and their interval says little).
 */
const agrees = (one, other) => Math.abs(one.mean - other.mean) <= Math.hypot(one.half, other.half)
  && Math.abs(one.events / other.events - 1) <= 0.01;
for (const [k, kase] of cases.entries()) {
  for (const [r, runner] of runners.entries()) {
    const results = platforms.map(([name]) => best.get(key(name, k, r)));
    if (!results[0]) {
      row([kase.name, runner, 'calls nobody: has nothing to try again', ...Array.from({ length: 4 * platforms.length + 1 }, () => '')]);
      continue;
    }
    const figures = results.flatMap((result, p) => {
      const hand = best.get(key(platforms[p][0], k, 0));
      const times = (result.ms / result.events) / (hand.ms / hand.events);
      return [result.ms.toFixed(0), millions(result), ((result.ms / result.events) * 1e6).toFixed(0), times.toFixed(1)];
    });
    const { mean, half } = results[0];
    const ms = (seconds) => (seconds * 1e3).toFixed(2);
    const same = results.every((result) => result.mean === mean);
    const right = same && (kase.expected_s === null ? agrees(results[0], best.get(key('native', k, 0)))
      : Math.abs(mean - kase.expected_s) <= half);
    if (!right) wrong += 1;
    const expected = kase.expected_s === null ? 'no formula: as by hand' : `${ms(kase.expected_s)} ms`;
    row([kase.name, runner, ...figures, `${ms(mean)} ± ${ms(half)} ms`, right ? expected : `WRONG: ${expected}`]);
  }
}

// Memory: the most a process held, and how far a module's memory has grown.
/** In MB: a million orders shall fit (docs/speed.md). */
const LIMIT_MB = 200;
const modulesOnly = platforms.slice(1).map(([name], m) => [name, modules[m].split('=')[1]]);
const held = holdings.map((_, what) => [
  JSON.parse(execFileSync(native, ['hold', String(what)], { encoding: 'utf8' })).peak_mb,
  ...modulesOnly.map(([, file]) => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {});
    exports.hold(what);
    return exports.memory.buffer.byteLength / 2 ** 20;
  }),
]);
console.log('');
row(['memory', ...platforms.map(([name]) => `${name}: MB`)]);
row(['---', ...platforms.map(() => '---')]);
holdings.forEach((what, h) => row([what, ...held[h].map((mb) => mb.toFixed(0))]));
if (held[0].some((mb) => mb > LIMIT_MB)) {
  console.error(`a million orders take more than ${LIMIT_MB} MB`);
  wrong += 1;
}
// In WebAssembly to the page of 64 kB; a process may take another page or two for itself.
if (held[2].some((mb, p) => held[3][p] > mb + (p === 0 ? 1 : 0))) {
  console.error('a long run grows');
  wrong += 1;
}
if (wrong > 0) {
  console.error(`${wrong} figures are wrong: answers that theory or another platform denies, or memory`);
  process.exit(1);
}

// The engine as it is beside the engine of another commit, run in turn: `./bench before COMMIT`.
// usage: node before.mjs ROUNDS NAME=NATIVE,FILE.wasm NAME=NATIVE,FILE.wasm
//
// Each round plays every case once by each engine, and who begins takes turns, so both meet the same neighbours; of each
// the best round counts. A figure above 1 is slower than before.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [rounds, ...engines] = process.argv.slice(2);
const [after, before] = engines.map((engine) => {
  const [name, files] = engine.split('=');
  const [native, wasm] = files.split(',');
  return { name, native, module: new WebAssembly.Module(readFileSync(wasm)) };
});
const list = ({ native }) => JSON.parse(execFileSync(native, ['list'], { encoding: 'utf8' }));
const { cases, runners } = list(after);
const known = list(before).runners;

const platforms = {
  native: ({ native }, kase, runner) => JSON.parse(execFileSync(native, ['play', String(kase), String(runner)], { encoding: 'utf8' })),
  'WASM as shipped': ({ module }, kase, runner) => {
    const { exports } = new WebAssembly.Instance(module, {});
    const began = process.cpuUsage();
    const events = exports.play(kase, runner);
    const { user, system } = process.cpuUsage(began);
    return Number.isNaN(events) ? null : { ms: (user + system) / 1e3, events, mean: exports.last(1) };
  },
};

console.log(`Best of ${rounds} rounds; ${after.name} ÷ ${before.name}.\n`);
console.log(`| case | by | platform | ${before.name}: ms | ${after.name}: ms | ratio | M events/s |`);
console.log('|---|---|---|---|---|---|---|');
let slower = 0;
for (const [k, kase] of cases.entries()) {
  // The loop by hand is nobody's engine.
  for (const [r, runner] of [...runners.entries()].slice(1).filter(([r, runner]) => known[r] === runner)) {
    for (const [platform, play] of Object.entries(platforms)) {
      const best = new Map();
      for (let round = 0; round < Number(rounds); round += 1) {
        for (const engine of round % 2 ? [after, before] : [before, after]) {
          const result = play(engine, k, r);
          const last = best.get(engine);
          if (result && (!last || result.ms < last.ms)) best.set(engine, result);
        }
      }
      if (best.size < 2) continue;
      const [now, then] = [best.get(after), best.get(before)];
      if (now.mean !== then.mean) console.error(`${kase.name}, ${runner}: other answers (${now.mean}, ${then.mean})`);
      const ratio = now.ms / then.ms;
      slower += ratio > 1.03 ? 1 : 0;
      console.log(`| ${kase.name} | ${runner} | ${platform} | ${then.ms.toFixed(0)} | ${now.ms.toFixed(0)} | ${ratio.toFixed(2)} | ${(now.events / now.ms / 1e3).toFixed(1)} |`);
    }
  }
}
console.log(`\n${slower} of them more than 3 % slower.`);

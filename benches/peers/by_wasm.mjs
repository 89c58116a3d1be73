// A case by the engine in WebAssembly, in a process of its own, as SIM.JS runs in one: one line of JSON.
// usage: node by_wasm.mjs FILE.wasm CASE RUNNER
import { readFileSync } from 'node:fs';

const [file, kase, runner] = process.argv.slice(2);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {});
const began = process.cpuUsage();
const events = exports.play(Number(kase), Number(runner));
const { user, system } = process.cpuUsage(began);
console.log(JSON.stringify({ ms: (user + system) / 1e3, events, mean: exports.last(1), half: exports.last(2) }));

// The command-line twin, built from the sources beside these tests.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = fileURLToPath(new URL('out', import.meta.url));

/** What the command-line twin prints; the build that `cargo test` made is up to date, as a rule. */
export function twin(...args) {
  const { status, stdout, stderr } = spawnSync('cargo', ['run', '--quiet', '--locked', '--', ...args], {
    cwd: root, encoding: 'utf8', maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Its report of an experiment that the page has exported. */
export function reportOf(experiment, name) {
  mkdirSync(out, { recursive: true });
  const file = `${out}/${name}.json`;
  writeFileSync(file, JSON.stringify(experiment));
  return JSON.parse(twin('run', file));
}

/** The page's digest of a whole run: that of the sync shop with that of the async shop folded in (src/sim/digest.rs). */
export function digestOf({ sync, async }) {
  const word = BigInt.asUintN(64, (BigInt(`0x${sync.digest}`) ^ BigInt(`0x${async.digest}`)) * 0x9e3779b97f4a7c15n);
  return BigInt.asUintN(64, (word << 29n) | (word >> 35n)).toString(16).padStart(16, '0');
}

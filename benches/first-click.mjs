// How late the answer to a click is that is made as soon as there is a button, on a slow phone: from navigation to the
// 202 on the screen, at a quarter of this machine's speed, beside a page that holds only the button. One after the
// other in one run, a profile each; medians.
//
//   node benches/first-click.mjs [DIST] [TIMES]     (dist, 9; ./serve --build makes dist)
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../scripts/static-server.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { chromium } = createRequire(here('../e2e/package.json'))('playwright-core');

const SLOWER = 4;
/** Between two looks. */
const PATIENCE_MS = 200;
/** Looks until it is no use to wait. */
const LOOKS = 150;
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A button</title>
<button id="trigger-async">go</button><p id="story-async"></p>
<script>document.getElementById('trigger-async').onclick = () => { document.getElementById('story-async').textContent = '202'; };</script>`;

const [dist = here('../dist'), times = '9'] = process.argv.slice(2);
const bare = mkdtempSync(path.join(tmpdir(), 'bare-'));
writeFileSync(path.join(bare, 'index.html'), BARE);
const pages = [['a bare page', bare], ['the page', dist]];

/** Clicks once there is a button, and notes when what happened (milliseconds from navigation). */
function clickAtOnce() {
  const seen = {};
  globalThis.seen = seen;
  const look = () => {
    const button = document.getElementById('trigger-async');
    if (button && !seen.button) {
      seen.button = performance.now();
      // (What is there by then: the program may have come in between, as it may under a finger.)
      setTimeout(() => document.getElementById('trigger-async').click());
    }
    if (!seen.answer && document.getElementById('story-async')?.textContent.includes('202')) {
      seen.answer = performance.now();
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

async function once(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(clickAtOnce);
  await page.goto(url, { waitUntil: 'commit' });
  const seen = await answered(devtools);
  await context.close();
  return seen;
}

/** What was noted, once there is an answer. (Asked plainly: the driver's own way to wait puts a large script into the page.) */
async function answered(devtools) {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    await new Promise((go) => { setTimeout(go, PATIENCE_MS); });
    const { result } = await devtools.send('Runtime.evaluate', { expression: 'JSON.stringify(globalThis.seen ?? {})' });
    const seen = JSON.parse(result.value);
    if (seen.answer) return seen;
  }
  throw new Error('a click was never answered');
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
const servers = [];
try {
  for (const [, dir] of pages) servers.push(await startServer({ dir }));
  const taken = pages.map(() => []);
  // (The first round warms the machine and does not count.)
  for (let round = 0; round <= Number(times); round += 1) {
    for (const k of pages.keys()) {
      const seen = await once(browser, servers[k].url);
      if (round > 0) taken[k].push(seen);
    }
  }
  const [least, ours] = taken.map((all) => ['button', 'answer'].map((what) => Math.round(median(all.map((seen) => seen[what])))));
  for (const [k, [button, answer]] of [least, ours].entries()) {
    console.log(`${pages[k][0].padEnd(12)} button after ${button} ms, answer after ${answer} ms`);
  }
  console.log(`more than the bare page: ${ours[1] - least[1]} ms (aim: at most 550)`);
} finally {
  await browser.close();
  for (const server of servers) await server.close();
  rmSync(bare, { recursive: true });
}

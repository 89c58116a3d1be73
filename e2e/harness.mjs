// What every end-to-end test stands on: a server for dist/, one Chromium, and pages that fail
// their test by themselves on a console error or warning, an uncaught exception, a failed request, or a
// request to any other host.
//
//   import { test } from 'node:test';
//   import { axe, open, screenshot } from './harness.mjs';
//   test('...', async () => {
//     const page = await open('', { width: 390, height: 844, theme: 'dark' });
//     await axe(page);
//   });
//
// A page is a Playwright page. It is closed, and its complaints are raised, after its test.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { policyOf, startServer } from '../scripts/static-server.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const DIST = process.env.E2E_DIST || here('../dist');

/** How long a page may take to start. Generous: CI machines are slow. */
const START_MS = 20_000;

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Should the page ask another host after all, it shall not get through.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
];

let browser;
const servers = new Map();
let opened = [];

function theBrowser() {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
  return browser;
}

/** The server for dist/ mounted at `base`; with `csp`, the page's policy is a header as well. */
export async function site({ base = '/', csp = false } = {}) {
  assert(existsSync(`${DIST}/index.html`), `${DIST} holds no page: ./check --only page builds it`);
  const key = `${base} ${csp}`;
  if (!servers.has(key)) {
    servers.set(key, startServer({ dir: DIST, base, csp: csp && (await policyOf(DIST)) }));
  }
  return servers.get(key);
}

/**
 * Opens `path` below the page's address in a profile of its own and waits until it has started.
 *
 * - width, height: the window in CSS pixels; dpr: device pixels per CSS pixel
 * - theme: what the system prefers, 'light' or 'dark'; reducedMotion: true or false
 * - base, csp: see site()
 * - started: false does not wait for the program, only for the document
 * - expect: regular expressions of complaints that belong to the test
 * - prepare: an async function that gets the page before it goes anywhere
 * - article: HTML of somebody else's page, with embeds; it is opened instead, from another origin
 */
export async function open(path = '', options = {}) {
  const {
    width = 1280, height = 800, dpr = 1, theme = 'light', reducedMotion = false,
    base, csp, article, started = !article, expect = [], prepare, ...unknown
  } = options;
  assert.deepEqual(Object.keys(unknown), [], 'open() does not know these options');

  const { url, origin } = await site({ base, csp });
  const context = await (await theBrowser()).newContext({
    viewport: { width, height },
    deviceScaleFactor: dpr,
    colorScheme: theme,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const elsewhere = article && await publish(article);
  const origins = elsewhere ? [origin, elsewhere.origin] : [origin];
  opened.push({ context, elsewhere, complaints: listen(page, origins, expect) });
  await page.addInitScript(() => {
    globalThis.__longTasks = [];
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) globalThis.__longTasks.push({ start: task.startTime, ms: task.duration });
    }).observe({ type: 'longtask', buffered: true });
    addEventListener('showdown-complete', () => { globalThis.__startedAt = performance.now(); });
  });
  await prepare?.(page);
  await page.goto(elsewhere ? `${elsewhere.origin}/${path}` : new URL(path, url).href, { waitUntil: 'load' });
  if (started) {
    await page.waitForFunction(() => globalThis.__startedAt !== undefined, null, { timeout: START_MS })
      .catch(async () => {
        const said = await page.locator('#boot-message').textContent({ timeout: 1000 }).catch(() => null);
        assert.fail(`the program did not start. The page says: ${said || 'nothing'}`);
      });
  }
  return page;
}

/** A server of its own for one page of HTML. */
async function publish(html) {
  const server = createServer((request, response) => {
    // (Browsers ask for an icon by themselves.)
    const status = request.url === '/' ? 200 : 204;
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(status === 200 ? html : undefined);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

/** Everything a page does that no page should do, as sentences; the list grows as it happens. */
function listen(page, origins, expect) {
  const complaints = [];
  const complain = (text) => {
    if (!expect.some((known) => known.test(text))) complaints.push(text);
  };
  const visit = (url) => {
    const known = origins.some((origin) => url.startsWith(`${origin}/`));
    if (!known && !/^(data|blob|about):/.test(url)) complain(`it asked another host: ${url}`);
  };
  page.on('console', (message) => {
    const kind = message.type();
    if (kind === 'error' || kind === 'warning') complain(`console ${kind}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complain(`uncaught: ${error.stack ?? error}`));
  page.on('crash', () => complain('the page crashed'));
  page.on('websocket', (socket) => complain(`it opened a web socket: ${socket.url()}`));
  page.on('request', (request) => visit(request.url()));
  page.on('response', (response) => {
    if (response.status() >= 400) complain(`status ${response.status()}: ${response.url()}`);
  });
  return complaints;
}

afterEach(async () => {
  const pages = opened;
  opened = [];
  const complaints = pages.flatMap((page) => page.complaints);
  await Promise.all(pages.map(({ context, elsewhere }) => {
    elsewhere?.close();
    return context.close();
  }));
  assert.equal(complaints.length, 0, `the page misbehaved:\n  ${complaints.join('\n  ')}`);
});

after(async () => {
  if (browser) await (await browser).close();
  for (const server of servers.values()) await (await server).close();
});

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Fails unless axe finds nothing against WCAG 2.2 AA in the page as it now stands.
 *
 * - within: looks at this part of it only, by its selector; rules: at these rules only; what: how the page stands, in words
 */
export async function axe(page, { within, rules, what = 'the page' } = {}) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(`${AXE};0`);
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: WCAG_22_AA };
  const { violations } = await page.evaluate(
    ([part, only]) => globalThis.axe.run(part ?? document, { runOnly: only, resultTypes: ['violations'] }),
    [within, runOnly],
  );
  const report = violations.map(({ id, help, nodes }) =>
    [`${id}: ${help}`, ...nodes.map(({ target, html, failureSummary }) =>
      `    ${target.join(' ')}\n      ${html.slice(0, 200)}\n      ${failureSummary.replace(/\n\s*/g, ' ')}`)].join('\n'));
  assert.equal(violations.length, 0, `${what}: axe found ${violations.length} violation(s):\n  ${report.join('\n  ')}`);
}

/** Keeps a picture of the window as e2e/out/<name>.png and returns its path. */
export async function screenshot(page, name, options = {}) {
  mkdirSync(here('out'), { recursive: true });
  const path = here(`out/${name}.png`);
  await page.screenshot({ path, ...options });
  return path;
}

/** The long tasks (over 50 ms) since the page was opened, or since `from` on its own clock. */
export async function longTasks(page, from = 0) {
  return page.evaluate((start) => globalThis.__longTasks.filter((task) => task.start >= start), from);
}

/** The page's own clock, in ms: for longTasks(page, from). */
export async function now(page) {
  return page.evaluate(() => performance.now());
}

// The page arrives, starts, keeps to its own host and policy, and says so when it cannot start.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DIST, axe, open, screenshot, site } from './harness.mjs';
import { until } from './page.mjs';
import { policyOf } from '../scripts/static-server.mjs';

const SUB_PATH = '/some/sub/path/';

test('before the program arrives, the page already says what it is', async () => {
  const page = await open('', { started: false, prepare: withoutWasm, expect: [/ERR_FAILED/, /Failed to fetch/] });
  assert.match(await page.title(), /Sync vs Async Showdown/);
  await page.locator('#first-paint h1').waitFor();
  assert.equal(await page.locator('#first-paint .trigger').count(), 2, 'what it is about can be pressed');
  await page.getByRole('alert').filter({ hasText: 'could not start' }).waitFor();
  await axe(page);
});

for (const [width, height, query] of [[1280, 800, ''], [390, 844, ''], [640, 480, '?embed=1']]) {
  test(`what is painted first stays where it is when the program has come (${width} × ${height})`, async () => {
    const look = () => [...document.querySelectorAll('.title, .sentence p, .trigger, .story')]
      .filter((element) => element.offsetParent)
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.textContent.trim(), ...[x, y, width, height].map(Math.round)].join(' ');
      });
    const before = await open(query, { width, height, started: false, prepare: withoutWasm, expect: [/ERR_FAILED/, /Failed to fetch/] });
    await before.getByRole('alert').filter({ hasText: 'could not start' }).waitFor();
    const after = await open(query, { width, height });
    const [painted, there] = [await before.evaluate(look), await after.evaluate(look)];
    assert.ok(painted.length >= 6, painted.join('\n'));
    assert.deepEqual(there, painted);
  });
}

test('a trigger pressed before the program is there is pressed once it is, and keeps the focus', async () => {
  let release;
  const arrived = new Promise((resolve) => { release = resolve; });
  const page = await open('', {
    started: false,
    prepare: (page) => page.route('**/*.wasm', async (route) => { await arrived; await route.continue(); }),
  });
  await page.locator('#trigger-async').press('Enter');
  await until(() => page.locator('#story-async').textContent(), /sent once .* loaded/);
  await page.locator('#trigger-async').press('Enter'); // however often
  release();
  await page.locator('#first-paint').waitFor({ state: 'detached' });
  await until(() => page.locator('#story-async').textContent(), /202 Accepted after/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'trigger-async');
  assert.match(await page.locator('#story-sync').textContent(), /one shopper, one order/);
  await until(() => page.locator('#charged-async').textContent(), '1 of 1');
});

test('a press that begins on the first paint and ends on the program is one press', async () => {
  let release;
  const arrived = new Promise((resolve) => { release = resolve; });
  const page = await open('', {
    started: false,
    prepare: (page) => page.route('**/*.wasm', async (route) => { await arrived; await route.continue(); }),
  });
  await page.locator('#first-paint #trigger-async').hover();
  await page.mouse.down();
  release();
  await page.locator('#first-paint').waitFor({ state: 'detached' });
  await page.mouse.up();
  await until(() => page.locator('#story-async').textContent(), /202 Accepted after/);
  await until(() => page.locator('#charged-async').textContent(), '1 of 1');
  // The next one is as ever.
  await page.locator('#trigger-async').click();
  await until(() => page.locator('#charged-async').textContent(), '2 of 2', 8000);
});

test('the program starts and takes over from the first paint, each file fetched once', async () => {
  const asked = [];
  const page = await open('', { prepare: (page) => page.on('request', (request) => asked.push(request.url())) });
  assert.deepEqual(asked, [...new Set(asked)], 'a preload that does not match what is then loaded costs twice');
  assert.equal(await page.locator('#first-paint').count(), 0);
  assert.equal(await page.locator('#boot-message').isVisible(), false);
  await page.locator('h1').waitFor();
  await screenshot(page, 'smoke');
});

test('the stored theme is there before the first paint', async () => {
  const page = await open('', {
    prepare: (page) => page.addInitScript(() => localStorage.setItem('showdown.theme', 'dark')),
  });
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
});

test('it works below a sub-path, with its policy as a header as well', async () => {
  const page = await open('', { base: SUB_PATH, csp: true });
  assert.equal(new URL(page.url()).pathname, SUB_PATH);
  const response = await page.reload();
  assert.equal(response.headers()['content-security-policy'], await policyOf(DIST));
});

test('its policy allows no foreign host, no eval and no script inside but the one it begins with', async () => {
  const policy = await policyOf(DIST);
  assert.match(policy, /default-src 'self'/);
  // (The browser compares it with that script: with another hash the page would not start.)
  assert.match(policy, /script-src 'self' 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'(;|$)/);
  assert.doesNotMatch(policy, /'unsafe-eval'|https?:|\*/);
});

test('it starts inside a sandboxed iframe, where there is no storage', async () => {
  const { url } = await site();
  const page = await open('', { prepare: (page) => page.route('**/host.html', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><html lang="en"><title>host</title><iframe title="embed" sandbox="allow-scripts" src="${url}"></iframe>`,
  })) });
  await page.goto(`${url}host.html`);
  const frame = page.frameLocator('iframe');
  await frame.locator('h1').waitFor();
  await frame.locator('#first-paint').waitFor({ state: 'detached' });
});

test('when the program cannot be fetched, the page says so', async () => {
  const page = await open('', { started: false, prepare: withoutWasm, expect: [/ERR_FAILED/, /Failed to fetch/] });
  await page.getByRole('alert').filter({ hasText: 'could not start' }).waitFor();
});

test('without WebAssembly, the page says so', async () => {
  const page = await open('', {
    started: false,
    prepare: (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }),
  });
  await page.getByRole('alert').filter({ hasText: 'needs WebAssembly' }).waitFor();
});

test('when the program keeps the reader waiting, the page says so, and takes it back', async () => {
  let release;
  const arrived = new Promise((resolve) => { release = resolve; });
  const page = await open('', {
    started: false,
    prepare: async (page) => {
      await page.clock.install();
      await page.route('**/*.wasm', async (route) => { await arrived; await route.continue(); });
    },
  });
  await page.clock.fastForward(15_000);
  await page.getByRole('alert').filter({ hasText: 'not there yet' }).waitFor();
  release();
  await page.locator('#first-paint').waitFor({ state: 'detached' });
  assert.equal(await page.locator('#boot-message').isVisible(), false);
});

async function withoutWasm(page) {
  await page.route('**/*.wasm', (route) => route.abort());
}

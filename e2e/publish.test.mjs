// What is published besides the program: the policy that holds, the pages made of docs/, the
// article with embeds, the head that crawlers read, the headers, and the files a first view takes.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIST, axe, open, screenshot, site } from './harness.mjs';
import { until, visit } from './page.mjs';
import { deadLinks } from '../scripts/dead-links.mjs';
import { firstView } from '../scripts/weigh-page.mjs';

const SUB_PATH = '/blog/showdown/';
const DOCS = readdirSync(DIST).filter((name) => name.endsWith('.html') && name !== 'index.html');

// ---- the policy -----------------------------------------------------------------------------

test('a script file of its own runs, an inline script does not, and eval throws', async () => {
  const page = await open('', {
    expect: [/inline script/],
    prepare: async (page) => {
      await page.route('**/probe.js', (route) => route.fulfill({
        contentType: 'text/javascript',
        body: 'try { eval("1"); globalThis.probe = "eval ran"; } catch (error) { globalThis.probe = error.name; }',
      }));
      await page.route('**/', async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        const probes = '<script>globalThis.inline = "ran";</script><script src="probe.js"></script></body>';
        await route.fulfill({ response, body: html.replace('</body>', probes) });
      });
    },
  });
  assert.equal(await page.evaluate(() => globalThis.probe), 'EvalError');
  assert.equal(await page.evaluate(() => globalThis.inline), undefined);
});

test('nothing that a reader does breaks the policy', async () => {
  const shop = await visit({
    prepare: (page) => page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
      });
    }),
  });
  await shop.unfold();
  await shop.press('both-10');
  await shop.fault('payment');
  await until(() => shop.clock(), (seconds) => seconds > 0);
  await shop.fault('payment', false);
  await shop.experiment();
  await shop.finish();
  assert.deepEqual(await shop.page.evaluate(() => globalThis.violations), []);
});

// ---- the pages made of docs/ ----------------------------------------------------------------

test('every page of docs/ is published', () => {
  const written = readdirSync(new URL('../docs', import.meta.url)).filter((name) => name.endsWith('.md'));
  assert.deepEqual(DOCS.sort(), written.map((name) => name.replace(/\.md$/, '.html')).sort());
  assert(DOCS.includes('model.html') && DOCS.includes('settings.html'));
});

test('no link of any page leads nowhere', () => {
  assert.deepEqual(deadLinks(DIST), []);
});

for (const name of DOCS) {
  test(`${name} can be read by everybody, in either theme, at 320 and 1280 px`, async () => {
    const page = await open(name, { started: false });
    assert.equal(await page.locator('script').count(), 0);
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await axe(page);
        const content = await page.evaluate(() => document.documentElement.scrollWidth);
        assert(content <= width, `${theme}: the page is ${content} px wide in a window of ${width} px`);
        await screenshot(page, `${name.replace('.html', '')}-${theme}-${width}`);
      }
    }
  });
}

test('from the page to what it models, on to the settings, and back', async () => {
  const page = await open('', { base: SUB_PATH });
  await page.getByRole('contentinfo').getByRole('link', { name: 'What this models' }).click();
  await page.getByRole('heading', { level: 1, name: 'What this models' }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByRole('link', { name: 'Sync vs Async Showdown' }).click();
  await page.locator('#showdown').waitFor();
});

// ---- the article ----------------------------------------------------------------------------

for (const width of [320, 1280]) {
  test(`an article elsewhere below the same address shows both embeds: ${width} px`, async () => {
    const page = await open('examples/article.html', { base: SUB_PATH, started: false, width });
    for (const index of [0, 1]) {
      const frame = page.locator('iframe').nth(index);
      await frame.scrollIntoViewIfNeeded();
      await page.frameLocator('iframe').nth(index).locator('#showdown').waitFor();
      assert((await frame.getAttribute('title')).length > 20, 'a screen reader announces the title');
    }
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert(content <= window, `the article is ${content} px wide in a window of ${window} px`);
  });
}

// ---- the head, the headers, the weight ------------------------------------------------------

test('the head has what a link preview needs, and its pictures are there', async () => {
  const html = readFileSync(`${DIST}/index.html`, 'utf8');
  const property = (name) => html.match(new RegExp(`<meta property="og:${name}" content="([^"]+)"`))?.[1];
  for (const name of ['title', 'description', 'type', 'image:alt']) assert(property(name), `og:${name}`);
  const picture = `${DIST}/${property('image').split('/').pop()}`;
  const png = readFileSync(picture);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630], 'its size as the head says it');
  assert(png.length <= 60_000, `the picture has ${png.length} bytes`);
  for (const name of ['favicon.svg', 'apple-touch-icon.png']) {
    assert(html.includes(`href="${name}"`) && existsSync(`${DIST}/${name}`), name);
  }
});

test('the server sends what README.md asks of a host', async () => {
  const { url } = await site({ base: SUB_PATH });
  const program = [...firstView(DIST)].find((name) => name.endsWith('.wasm'));
  const kept = 'public, max-age=31536000, immutable';
  for (const [name, type, cache] of [['', 'text/html', 'no-cache'], [program, 'application/wasm', kept],
    [[...firstView(DIST)].find((name) => /^showdown-.*\.js$/.test(name)), 'text/javascript', kept], ['favicon.svg', 'image/svg+xml', 'no-cache']]) {
    const { headers, status } = await fetch(url + name, { method: 'HEAD' });
    assert.equal(status, 200, name);
    assert(headers.get('content-type').startsWith(type), `${name}: ${headers.get('content-type')}`);
    assert.equal(headers.get('cache-control'), cache, name);
    assert.equal(headers.get('access-control-allow-origin'), '*', name);
    assert.equal(headers.get('x-frame-options'), null, 'it may be embedded');
  }
});

test('a first view loads nothing that its budget does not count', async () => {
  const asked = new Set();
  const page = await open('', { prepare: (page) => page.on('request', (request) => asked.add(request.url())) });
  await page.locator('#showdown').waitFor();
  const { url } = await site();
  const names = [...asked].map((address) => address.slice(url.length).split(/[?#]/)[0] || 'index.html');
  const counted = firstView(DIST);
  assert.deepEqual(names.filter((name) => !counted.has(name)), []);
});

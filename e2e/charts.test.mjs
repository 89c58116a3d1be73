// The charts: drawn by the desk, into a place that the first view keeps for them, and only while there is something new
// to draw and somebody to see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pass, until, visit } from './page.mjs';

/** Counts how often a chart is drawn: each drawing begins with the size of its canvas. */
const countDrawings = (page) => page.addInitScript(() => {
  globalThis.__drawings = 0;
  const { prototype } = HTMLCanvasElement;
  const width = Object.getOwnPropertyDescriptor(prototype, 'width');
  Object.defineProperty(prototype, 'width', {
    ...width,
    set(pixels) {
      if (this.closest('.plot')) globalThis.__drawings += 1;
      width.set.call(this, pixels);
    },
  });
});

const drawings = (shop) => shop.page.evaluate(() => globalThis.__drawings);
const pictures = (shop) => shop.page.evaluate(() => [...document.querySelectorAll('.plot canvas')].map((c) => c.toDataURL()).join());
const height = (shop) => shop.at('charts').evaluate((e) => e.offsetHeight);
/** A click that scrolls nowhere. */
const click = (shop, id) => shop.at(id).evaluate((e) => e.click());

/** Drawn, and nothing more is being drawn. */
async function isDrawn(shop) {
  let last;
  await until(async () => {
    const before = last;
    last = await drawings(shop);
    await pass(150);
    return last > 0 && last === before;
  }, true);
}

for (const [width, height_, path] of [[1280, 800, ''], [390, 844, ''], [640, 480, '?embed=1&panels=charts'], [390, 480, '?embed=1&panels=charts']]) {
  test(`the place kept for the charts is as high as they are, at ${width}×${height_} ${path}`, async () => {
    let arrive;
    const released = new Promise((resolve) => { arrive = resolve; });
    const shop = await visit({ path, width, height: height_, prepare: (page) => page.route(/\/split_desk-[^/]*\.wasm$/, async (route) => {
      await released;
      await route.continue();
    }) });
    const tab = shop.at('tab-charts');
    if (await tab.isVisible()) await tab.click();
    const kept = await height(shop);
    assert(kept > 100, `${kept} px`);
    arrive();
    await shop.desk('charts');
    assert.equal(await height(shop), kept);
  });
}

test('charts are drawn while the run goes on and they are seen, ten times a second at most; else not at all', async () => {
  const shop = await visit({ prepare: countDrawings });
  await shop.desk('charts');
  await isDrawn(shop);
  const before = await pictures(shop);
  const first = await drawings(shop);
  const began = Date.now();
  await click(shop, 'both-10');
  await until(() => drawings(shop), (count) => count > first + 4);
  await pass(1000);
  const made = (await drawings(shop)) - first;
  const due = 2 * ((Date.now() - began) / 100 + 2);
  assert(made <= due, `${made} drawings of two charts, ${due} are due`);
  assert.notEqual(await pictures(shop), before);
  await shop.page.evaluate(() => scrollTo(0, 0));
  await shop.isShown();
  await pass(150);
  const unseen = await drawings(shop);
  const clock = await shop.clock();
  await until(() => shop.clock(), (seconds) => seconds > clock + 0.3);
  assert.equal(await drawings(shop), unseen, 'off the screen');
  await shop.desk('charts');
  await until(() => drawings(shop), (count) => count > unseen);
  await click(shop, 'finish');
  await shop.isStill();
  await isDrawn(shop);
  const rest = await drawings(shop);
  await pass(400);
  assert.equal(await drawings(shop), rest, 'at rest');
});

test('their sentences say what the page says, and never go back to an earlier moment of the run', async () => {
  const shop = await visit();
  await shop.desk('charts');
  assert.equal(await shop.text('chart-latency'), 'No user has been told anything yet.');
  assert.equal(await shop.text('chart-levels'), 'Nothing has piled up yet.');
  await click(shop, 'both-1000');
  await click(shop, 'finish');
  await shop.isStill();
  await until(() => shop.text('chart-levels'), /^At most 1000 sync requests were open at once, on 40 threads; .* its queue \d+ ready/);
  await until(() => shop.text('chart-latency'), /^On average: sync told 200 after [\d.]+ s, charged after .*; async told 202 after \d+ ms, charged after/);
  // Each of these makes the desk repeat the run from its start, to watch another order.
  await shop.page.evaluate(() => {
    globalThis.__said = [];
    for (const id of ['chart-levels', 'chart-latency']) {
      const caption = document.getElementById(id);
      new MutationObserver(() => globalThis.__said.push(caption.textContent)).observe(caption, { characterData: true, childList: true, subtree: true });
    }
  });
  for (let k = 0; k < 4; k += 1) {
    await click(shop, 'both');
    await pass(150);
  }
  await click(shop, 'finish');
  await shop.isStill();
  await pass(300);
  const said = await shop.page.evaluate(() => globalThis.__said);
  assert(said.length > 0, 'four more orders change the mean');
  for (const sentence of said) assert.match(sentence, /^At most 1000 |after [\d.]+ s, charged after .* charged after/);
});

test('of several services each has a line with its name; of one there are two charts as ever', async () => {
  const shop = await visit({ path: '#v1&services=inventory.payment.shipping&do=0:click:both:20&at=1s', prepare: countDrawings });
  await shop.desk('charts');
  await isDrawn(shop);
  const figures = shop.page.locator('#charts figure');
  assert.equal(await figures.count(), 4);
  for (const [k, side] of ['sync', 'async'].entries()) {
    const figure = figures.nth(2 + k);
    assert.deepEqual(await figure.locator('.key li').allInnerTexts(), ['Inventory', 'Payment', 'Shipping']);
    assert.match(await shop.text(`chart-each-${side}`), /^At most: Inventory \d+, Payment \d+, Shipping \d+\.$/);
    // (Their style comes with the panels, a moment after them on a busy machine.)
    const dashes = () => figure.locator('.sample').evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundImage));
    await until(async () => new Set(await dashes()).size, 3);
  }
  const alone = await visit();
  await alone.desk('charts');
  assert.equal(await alone.page.locator('#charts figure').count(), 2);
});

test('they follow the theme, the reader\'s and the system\'s, and their width', async () => {
  const shop = await visit({ theme: 'light', prepare: countDrawings });
  await shop.desk('charts');
  await isDrawn(shop);
  const light = await pictures(shop);
  await click(shop, 'theme');
  await until(async () => (await pictures(shop)) !== light, true);
  await click(shop, 'theme');
  await until(() => pictures(shop), light);
  const wide = await shop.page.locator('.plot canvas').first().evaluate((c) => c.width);
  await shop.page.setViewportSize({ width: 390, height: 844 });
  await shop.desk('charts');
  await until(() => shop.page.locator('.plot canvas').first().evaluate((c) => c.width === c.clientWidth * devicePixelRatio), true);
  assert.notEqual(await shop.page.locator('.plot canvas').first().evaluate((c) => c.width), wide);

  const other = await visit({ prepare: countDrawings });
  await other.page.emulateMedia({ colorScheme: 'light' });
  await other.desk('charts');
  await isDrawn(other);
  const day = await pictures(other);
  await other.page.emulateMedia({ colorScheme: 'dark' });
  await until(async () => (await pictures(other)) !== day, true);
});

// One order's story: drawn, told and copied, for the order that was chosen by mouse or keyboard; and the lessons, each of
// which opens at the moment it speaks of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe } from './harness.mjs';
import { pass, until, visit } from './page.mjs';
import { EVERYTHING, faults } from './rectangles.mjs';

async function visitStory(options) {
  const shop = await visit(options);
  await shop.unfold('story');
  return shop;
}

/** Without the panel that is open. */
const plain = (link) => link.replace(/&show=\w+/, '');
/** What is wrong with how these are seen. */
const seen = (shop, places) => shop.page.evaluate(`(${faults})(${JSON.stringify(places)}, 12, ['#scenario', '#happened'])`);
const words = (shop, side) => shop.page.locator(`#drawing-${side} text`).allTextContents();
const sentences = (shop, side) => shop.page.locator(`.story-of[data-side="${side}"] .sentences li`).allTextContents();
const number = (shop) => shop.at('order').inputValue();

test('one order, clicked: both journeys are drawn, told and copied, with the three seconds of its payment', async () => {
  const shop = await visitStory();
  assert.equal(await shop.at('order').isVisible(), false);
  await shop.press('both');
  await shop.finish();
  await shop.desk('story');
  assert.equal(await until(() => number(shop), '1'), '1');
  for (const [side, participants, told] of [['sync', ['User', 'Checkout', 'Payment'], /200/], ['async', ['User', 'Checkout', 'Queue', 'Payment'], /202/]]) {
    const drawn = await until(() => words(shop, side), (all) => all.length > 5);
    for (const name of participants) assert(drawn.some((word) => word.startsWith(name)), `${side}: ${name} in ${drawn}`);
    assert.match(drawn.join(' '), /3\.00\ss/, side);
    const told_ = (await sentences(shop, side)).join('\n');
    assert.match(told_, /^At 0\.000\ss the user sends the request/);
    assert.match(told_, told);
    assert.match(told_, /works on it .*for 3\.00\ss/);
    assert.match(await shop.at(`drawing-${side}`).getAttribute('aria-label'), /1/);
  }
  assert(!(await words(shop, 'sync')).some((word) => word.startsWith('Queue')));
  await shop.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const side of ['sync', 'async']) {
    const text = await shop.copied(`mermaid-${side}`);
    assert.match(text, /^sequenceDiagram\n/);
    assert.match(text, /participant U as User/);
    assert.equal(/participant Q as Queue/.test(text), side === 'async');
    assert.match(text, /3\.00\ss/);
  }
});

test('an order that is clicked opens its story where it is read, and the stage stays in sight', async () => {
  const shop = await visit({ path: '#v1&do=0:click:both:12&at=1500ms', width: 1280, height: 800 });
  await shop.page.locator('.label.title-of').first().hover();
  const place = await shop.page.locator('[data-side="async"] .box.pill').boundingBox();
  for (let x = 12; await shop.at('story').isHidden() && x < place.width; x += 6) await shop.page.mouse.click(place.x + x, place.y + place.height - 16);
  await shop.at('drawing-async').waitFor();
  const tops = await until(() => shop.page.evaluate(() => ['#lane-async .stage', '#tabs', '.story-of h3', '#drawing-async']
    .map((name) => Math.round(document.querySelector(name).getBoundingClientRect().top))), ([, tabs]) => tabs < 400);
  const [, tabs, title, drawing] = tops;
  assert(tabs > 300 && title < 640 && drawing < 720, `${tops}`);
});

test('the list of outcomes has those that occurred, and keeps what was chosen when others come', async () => {
  const shop = await visitStory({ path: '#v1&order=0&do=0:click:async:3&at=1500ms' });
  const list = shop.at('orders-of');
  const options = () => list.locator('option').evaluateAll((all) => all.map((e) => e.value));
  assert.deepEqual(await until(options, (all) => all.length > 1), ['', 'async accepted']);
  await list.selectOption('async accepted');
  await shop.press('both-10');
  await until(options, (all) => all.length > 2);
  assert.equal(await list.inputValue(), 'async accepted');
  await shop.finish();
  assert.deepEqual(await until(options, (all) => all.includes('sync paid')), ['', 'sync paid', 'async paid', 'async accepted']);
  assert.equal(await list.inputValue(), 'async accepted', 'the chosen one stays, though nobody has it any more');
});

test('who asks for orders with one outcome sees one of them, and not the one before', async () => {
  const shop = await visitStory({ path: '#v1&payment_time_ms=6000&payment_threads=2&order=0&do=0:click:both:6&do=5500ms:click:both:3&at=5600ms' });
  assert.equal(await number(shop), '1');
  await until(() => shop.at('orders-of').locator('option').evaluateAll((all) => all.map((e) => e.value)), (all) => all.includes('sync waiting'));
  await shop.at('orders-of').selectOption('sync waiting');
  await until(() => number(shop), '7');
  await shop.at('orders-of').selectOption('sync error-pending');
  const pending = await until(() => number(shop), (order) => order !== '7');
  assert(Number(pending) <= 6, pending);
});

/** Clicks along a line of a part, from left to right; the orders that were found, in that order. */
async function sweep(shop, side, selector, from) {
  await shop.page.evaluate(() => scrollTo(0, 0));
  const stage = shop.page.locator(`[data-side="${side}"] .stage`);
  const [place, box] = [await stage.boundingBox(), await stage.locator(selector).boundingBox()];
  // (A click beside everything leaves the order that was chosen before.)
  const before = Number(await number(shop));
  const found = new Set();
  const y = box.y - place.y + from(box);
  for (let x = 12; x < place.width - 12; x += 8) {
    await shop.page.mouse.click(place.x + x, place.y + y);
    const order = Number(await number(shop));
    if (found.size > 0 || order !== before) found.add(order);
  }
  return [...found];
}

const inTheQueue = (shop) => sweep(shop, 'async', '.box.pill', ({ height }) => height - 16);

test('the dots of the queue stand in the order of delivery, from its exit to its entry', async () => {
  const shop = await visitStory({ path: '#v1&order=11&do=0:click:both:12&do=500ms:break:payment-down&at=600ms' });
  assert.deepEqual(await inTheQueue(shop), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'what was handed back stands at the head');
  const urgent = await visitStory({ path: '#v1&max_priority=5&urgent_every=3&do=0:click:async:12&at=1500ms' });
  const found = await inTheQueue(urgent);
  const first = [3, 6, 9, 12];
  assert.deepEqual(found, [...first, ...[2, 4, 5, 7, 8, 10, 11]], 'the urgent ones first; a worker has order 1');
});

test('840 in the line inside Payment, 998 in one worker’s buffer: said, drawn on one scale, and found there by clicks', async () => {
  const shop = await visitStory();
  await shop.at('scenario').selectOption('demo-code');
  await shop.press('play');
  await until(() => shop.text('servers-sync'), 'in line 840 (840 for nobody)', 20_000);
  await shop.press('play');
  assert.match(await shop.text('servers-async'), /\b99\d\b/);
  const scales = await Promise.all(['sync', 'async'].map(async (side) => (await shop.text(`users-${side}`)).match(/= (\d+) orders/)[1]));
  assert.equal(scales[0], scales[1]);
  for (const [side, place] of [['sync', '.box >> nth=1'], ['async', '.box >> nth=2']]) {
    const found = new Set();
    for (let up = 20; up <= 60 && found.size < 20; up += 8) {
      for (const order of await sweep(shop, side, place, ({ height }) => height - up)) found.add(order);
    }
    assert(found.size >= 20, `${side}: ${[...found]}`);
  }
});

test('what a link opens is there although it lies below the screen; what is far below it says nothing of another order', async () => {
  const shop = await visit({ path: '#v1&do=0:click:both:10&do=500ms:break:payment-down&at=600ms&order=0&show=story' });
  const last = (side) => shop.page.locator(`.story-of[data-side="${side}"] .last`).textContent();
  for (const side of ['sync', 'async']) {
    assert((await until(() => words(shop, side), (all) => all.length > 5)).length > 5, side);
    assert.match(await last(side), /^At /);
  }
  assert.equal(await shop.page.evaluate(() => scrollY), 0, 'nobody has scrolled to it');
  await shop.page.evaluate(() => { document.getElementById('story').style.marginTop = '4000px'; });
  const chosen = (await inTheQueue(shop)).at(-1);
  assert(chosen > 1);
  assert.deepEqual([await words(shop, 'sync'), await last('sync'), await last('async')], [[], '', '']);
  await shop.at('story').scrollIntoViewIfNeeded();
  await until(() => shop.at('drawing-async').getAttribute('aria-label'), new RegExp(`\\b${chosen}\\b`));
  await until(() => last('async'), /^At /);
});

test('an order is chosen by a click on the stage, on its user, in the queue, and by keyboard', async () => {
  const shop = await visitStory({ path: '#v1&do=0:click:both:10&at=1500ms' });
  const ascending = (orders) => orders.sort((a, b) => a - b);
  const held = ascending(await sweep(shop, 'sync', '.box >> nth=0', () => 32));
  assert.deepEqual(held, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'ten orders hold a thread of the sync Checkout');
  const queued = await inTheQueue(shop);
  assert.deepEqual(queued.filter((k) => k > 1), [2, 3, 4, 5, 6, 7, 8, 9, 10], 'nine wait in the queue');
  await shop.at('order').focus();
  await shop.key('Control+A');
  await shop.page.keyboard.type('4');
  await shop.key('Enter');
  await until(() => shop.at('drawing-sync').getAttribute('aria-label'), /\b4\b/);
  await shop.page.locator('.order', { hasText: /^7$/ }).focus();
  await shop.key('Enter');
  await until(() => number(shop), '7');
  assert.match(await shop.link(), /order=6/, 'counted from 0 in the link');
});

test('a story that was seen leaves no warning behind when a scenario is chosen, or on reset', async () => {
  const shop = await visitStory();
  for (const leave of [() => shop.at('scenario').selectOption('broker-outage'), () => shop.press('reset')]) {
    await shop.press('both');
    await shop.desk('story');
    await until(() => number(shop), (chosen) => chosen !== '');
    await leave();
    await until(() => number(shop), '');
  }
  // (What the console says fails every test.)
});

test('an order number that is none gets a sentence and does not stay in its field', async () => {
  const shop = await visitStory({ path: '#v1&do=0:click:both:10&order=6&at=1s' });
  await until(() => number(shop), '7');
  for (const nonsense of ['0', '-3', '']) {
    await shop.at('order').fill(nonsense);
    await shop.at('order').blur();
    await until(() => shop.notices(), /order: it takes the number of an order, from 1/);
    await shop.page.getByRole('button', { name: 'Dismiss' }).click();
    await until(() => number(shop), '7', 1000);
  }
});

/** Runs in the page: words in the drawings that lie over each other or outside of their drawing, and what runs through them. */
function overlaps() {
  const faults = [];
  for (const svg of document.querySelectorAll('#drawing-sync, #drawing-async')) {
    const room = svg.getBoundingClientRect();
    const all = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const drawn = [...svg.querySelectorAll(':scope > path, rect, circle')].map((shape) => shape.getBoundingClientRect());
    for (const { text, box } of all) {
      const through = drawn.filter((it) => it.right > box.left && it.left < box.right && it.bottom > box.top + 2 && it.top < box.bottom - 2);
      if (through.length > 0) faults.push(`${svg.id}: ${through.length} things run through "${text}"`);
    }
    for (const [k, one] of all.entries()) {
      if (one.box.left < room.left - 1 || one.box.right > room.right + 1) faults.push(`${svg.id}: "${one.text}" leaves the drawing`);
      for (const other of all.slice(k + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1 && down > 4) faults.push(`${svg.id}: "${one.text}" and "${other.text}"`);
      }
    }
  }
  return faults;
}

const FATES = {
  'lost by the broker': ['v1&messages_persistent=false&queue_durable=false&do=0:click:async:3&do=1s:break:broker-down&do=2s:heal:broker-down&at=9s&order=2', 'async', /lost|gone|forg|vanish/i],
  'handed out again': ['v1&payment_time_ms=2000&do=0:click:both:1&do=1s:break:payment-down&do=3s:heal:payment-down&at=9s&order=0', 'async', /again|redeliver/i],
  'timed out and charged': ['v1&read_timeout_ms=1000&do=0:click:both:1&at=9s&order=0', 'sync', /504|timed? ?out/i],
  'refused': ['v1&do=0:break:payment-down&do=1s:click:both:1&at=2s&order=0', 'sync', /503|refused/i],
};

test('whatever becomes of an order, its story can be read: no words over others, at 390, 320 and 1280 px', async () => {
  const shop = await visitStory({ width: 390, height: 844 });
  for (const [fate, [link, side, told]] of Object.entries(FATES)) {
    await shop.type(link);
    await shop.desk('story');
    await until(async () => (await sentences(shop, side)).join('\n'), told, 5000);
    assert.match((await words(shop, side)).join(' '), told, `${fate}, in the drawing`);
    for (const width of [390, 320, 1280]) {
      await shop.page.setViewportSize({ width, height: 844 });
      await until(async () => (await shop.at(`drawing-${side}`).boundingBox()).width <= width, true);
      await shop.isShown();
      assert.deepEqual(await shop.page.evaluate(overlaps), [], `${fate} at ${width} px`);
    }
  }
  await shop.page.setViewportSize({ width: 320, height: 844 });
  await axe(shop.page);
});

// ---- what to look at ------------------------------------------------------------------------------------------------

const LESSONS = {
  coupling: ['00:12.000', async (shop) => {
    assert.equal(await shop.at('kill-payment').getAttribute('aria-pressed'), 'true');
    assert(await shop.sync.count('refused') >= 5);
    assert.equal(await shop.async.count('refused'), 0);
    assert(Number((await shop.text('queue-meta')).match(/ready (\d+)/)[1]) >= 5);
  }],
  latency: ['00:01.500', async (shop) => {
    assert.equal((await shop.sync.ledger()).waiting.pending, 1);
    assert.equal((await shop.async.ledger()).accepted.pending, 1);
    assert.equal(await shop.text('servers-async'), 'busy 1 / 1');
  }],
  // Nothing is pending once the workers are dead, and yet time passes: orders wait for them.
  'event-driven': ['00:06.000', async (shop) => {
    assert.match(await shop.text('servers-async'), /down/);
    assert.match(await shop.text('queue-meta'), /^ready \d\d · unacked 0$/);
  }],
  showing: ['00:10.000', async (shop) => {
    assert.equal((await shop.sync.ledger()).sent, 1000);
    assert.equal((await shop.sync.ledger()).error.pending, 880);
    assert.equal((await shop.async.ledger()).sent, 1000);
  }],
};

test('each lesson opens its moment, paused, at the top, and Back returns', async () => {
  const shop = await visitStory();
  await shop.press('both-10');
  await shop.finish();
  const [link, digest] = [await shop.address(), await shop.digest()];
  for (const [name, [clock, look]] of Object.entries(LESSONS)) {
    await shop.desk('learn');
    const lesson = shop.at(`lesson-${name}`);
    assert.match(await lesson.getAttribute('href'), /^#v1&/);
    await lesson.focus();
    await shop.key('Enter');
    await until(() => shop.text('clock'), clock);
    assert.equal(await shop.state(), 'paused', name);
    assert.equal(await shop.page.locator('.notices').isVisible(), false);
    await until(() => shop.page.evaluate(() => scrollY), 0);
    await look(shop);
    await shop.page.goBack();
    await until(() => shop.digest(), digest);
    assert.equal(plain(await shop.link()), plain(link));
  }
});

for (const [width, height] of [[1280, 800], [1366, 650], [1920, 1080], [390, 844]]) {
  test(`at ${width}×${height} the words of each lesson stand beside the stage, seen at once with all that matters`, async () => {
    const shop = await visit({ width, height });
    for (const name of Object.keys(LESSONS)) {
      await shop.desk('learn');
      await shop.press(`lesson-${name}`);
      await until(() => shop.focused(), 'lesson-title');
      await pass(300); // the stages are laid out anew
      assert.deepEqual(await seen(shop, ['#lesson-title', '.lesson-text', '.lesson-next', '#lesson-following', '#lesson-end', ...EVERYTHING]), [], name);
    }
    await shop.press('lesson-end');
    assert.equal(await shop.at('lesson').isVisible(), false);
    await until(() => shop.page.url(), (address) => !/lesson=/.test(address));
  });
}

test('a lesson goes on: its killed workers come back, all are charged, and a link has its words', async () => {
  const shop = await visit({ path: '#v1&consumers=4&payment_time_ms=2000&do=0:click:both:40&do=5s:break:payment-down&at=6s&lesson=event-driven' });
  await until(() => shop.page.locator('.lesson-next').textContent(), /Restart Payment: .* all 40 are charged once/);
  await shop.fault('payment', false);
  await shop.finish();
  assert.equal((await shop.async.ledger()).accepted.once, 40);
  assert.match(await shop.link(), /&lesson=event-driven$/);
  await shop.press('lesson-following');
  await until(() => shop.text('lesson-title'), 'Showing it to a team');
});

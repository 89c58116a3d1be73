// The page inside somebody else's page: what it shows and locks, how it behaves as a guest, and the dialog that makes
// the HTML for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, site } from './harness.mjs';
import { countFrames, pass, until, visit, within } from './page.mjs';

/** Where each panel is, by its name in the address. */
const PLACES = {
  scenario: '.scenario', race: '#fairness', failures: '#kill-broker', settings: '#settings', code: '#code',
  charts: '#charts', theory: '#theory', story: '#story', learn: '#learn', experiment: '#experiment', recorded: '#recorded',
};
const DESK = /\/split_desk-[^/]*\.wasm$/;

/** Goes to another address of the same page and waits until it has started. */
async function goTo(shop, path) {
  const { url } = await site();
  await shop.page.goto('about:blank');
  await shop.page.goto(new URL(path, url).href);
  await shop.at('clock').waitFor();
  await until(() => shop.page.evaluate(() => globalThis.__startedAt !== undefined), true);
}

const shownPanels = (shop) => shop.page.evaluate((places) => Object.entries(places)
  .filter(([, place]) => document.querySelector(place)?.checkVisibility()).map(([name]) => name), PLACES);

const isWide = (shop) => shop.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

// ---- what it shows --------------------------------------------------------------------------------------------------

for (const [width, height] of [[640, 480], [320, 480], [1280, 800]]) {
  test(`at ${width}×${height} it has the lanes and the transport, no chrome, and nothing to complain about`, async () => {
    const shop = await visit({ path: '?embed=1', width, height });
    assert.equal(await isWide(shop), false);
    for (const chrome of ['theme', 'share', 'embed', 'digest', 'scenario']) assert.equal(await shop.at(chrome).isVisible(), false, chrome);
    for (const part of ['play', 'back', 'step', 'clock', 'full', 'trigger-sync', 'trigger-async', ...(width > 560 ? ['reset', 'speed', 'finish'] : [])]) {
      assert.equal(await shop.at(part).isVisible(), true, part);
    }
    assert.deepEqual(await shownPanels(shop), width < 900 ? [] : ['race', 'failures']);
    for (const part of ['spine-payment_time_ms', 'kill-payment']) assert.equal(await shop.at(part).isVisible(), true, `the dock: ${part}`);
    if (width >= 640) {
      const below = await shop.page.evaluate(() => ['#trigger-sync', '#trigger-async', '[data-side="sync"] .box', '[data-side="async"] .box',
        '[data-side="sync"] .stage', '[data-side="async"] .stage']
        .map((part) => [part, Math.round(document.querySelector(part).getBoundingClientRect().bottom)]).filter(([, bottom]) => bottom > innerHeight));
      assert.deepEqual(below, [], `below ${height} px`);
    }
    await axe(shop.page);
    await shop.sync.trigger.click();
    await shop.async.trigger.click();
    await until(() => shop.async.story(), /^202/);
    await shop.page.emulateMedia({ colorScheme: 'dark' });
    await axe(shop.page);
    await shop.press('play');
    assert.equal(await isWide(shop), false);
    await goTo(shop, '?embed=1&panels=scenario,race,failures,settings,code,charts,theory,story,learn,experiment,recorded&theme=dark');
    await shop.unfold('settings');
    await axe(shop.page);
    assert.equal(await isWide(shop), false);
  });
}

test('panels shows exactly those that it names', async () => {
  const shop = await visit({ path: '?embed=1' });
  for (const name of Object.keys(PLACES)) {
    await goTo(shop, `?embed=1&panels=${name}`);
    assert.deepEqual(await shownPanels(shop), [name]);
  }
  await goTo(shop, `?embed=1&panels=${Object.keys(PLACES).reverse().join('%2C')}`);
  assert.deepEqual(await shownPanels(shop), Object.keys(PLACES));
  await goTo(shop, '?embed=0');
  assert.deepEqual(await shownPanels(shop), ['scenario', 'race', 'failures'], 'not embedded');
});

/** Of a frame: how low its stages are, parts of theirs that are not whole, and what lies on another or beyond the first screen. */
const crushed = (shop) => shop.page.evaluate(() => {
  const box = (place) => document.querySelector(place).getBoundingClientRect();
  const found = [];
  for (const side of ['sync', 'async']) {
    const stage = box(`#lane-${side} .stage`);
    if (stage.height < 91.5) found.push(`${side}: a stage of ${stage.height} px`);
    for (const part of document.querySelectorAll(`#lane-${side} :is(.box, .label:not(.none))`)) {
      const { top, bottom } = part.getBoundingClientRect();
      if (top < stage.top - 1 || bottom > stage.bottom + 1) found.push(`${side}: ${part.textContent || 'a box'} at ${top}…${bottom} in ${stage.top}…${stage.bottom}`);
    }
    if (box(`#lane-${side}`).bottom > box('.transport').top) found.push(`${side}: the lane lies on the bar for time`);
  }
  if (box('.spine').height > 0 && box('.lane').bottom > box('.spine').top && box('.spine').top > box('.lane').top) found.push('the lanes lie on the dock');
  if (box('.transport').bottom > box('.screen').bottom) found.push('the bar for time is beyond the screen');
  return found;
});

for (const [width, height] of [[320, 480], [390, 480], [640, 480], [354, 300], [1000, 400]]) {
  test(`at ${width}×${height} no choice of panels crushes the stages: the frame scrolls`, async () => {
    const shop = await visit({ path: '?embed=1', width, height });
    for (const panels of ['', 'race', 'failures', 'race,failures', 'scenario,race,failures', 'failures,charts', 'race,settings', 'learn']) {
      await goTo(shop, `?embed=1&panels=${panels}#v1&do=0:click:both:12&at=1500ms&lesson=latency`);
      await until(() => shop.page.evaluate(() => document.querySelector('.stage.unknown') === null), true);
      assert.deepEqual(await crushed(shop), [], panels);
      assert.equal(await isWide(shop), false, panels);
      if (/race/.test(panels)) assert.equal(await shop.at('both-10').isVisible(), true, `${panels}: crowds`);
    }
  });
}

test('the narrowest frame has room for all that its dock has more of', async () => {
  for (const width of [320, 340, 360, 375]) {
    const shop = await visit({ path: '?embed=1', width, height: 480 });
    await shop.press('more');
    assert.equal(await shop.at('reset').isVisible(), true, `${width}`);
    assert.equal(await isWide(shop), false, `${width}`);
  }
});

test('what breaks a part has its words within its pill, whatever they say', async () => {
  for (const width of [320, 390, 640]) {
    const shop = await visit({ path: '?embed=1&panels=race,failures', width, height: 480 });
    const tight = () => shop.page.evaluate(() => [...document.querySelectorAll('.spine .switch')].filter((pill) => pill.checkVisibility()).map((pill) => {
      const words = document.createRange();
      words.selectNodeContents(pill);
      const [inner, outer] = [words.getBoundingClientRect(), pill.getBoundingClientRect()];
      return [pill.id, Math.min(inner.left - outer.left, outer.right - inner.right)];
    }).filter(([, room]) => room < 5));
    assert.deepEqual(await tight(), [], `${width}`);
    for (const id of ['cut-network', 'kill-broker', 'raise-alarm', 'kill-payment']) if (await shop.at(id).isVisible()) await shop.press(id);
    assert.deepEqual(await tight(), [], `${width}, broken`);
  }
});

/** What stands in the dock, by kind. */
const IN_THE_DOCK = {
  crowds: '.spine .crowds button', settings: '.spine input', failures: '.spine .switch', fairness: '.spine .fairness', more: '.spine .more', parts: '.spine .opener',
};
const dock = (shop) => shop.page.evaluate((kinds) => Object.fromEntries(Object.entries(kinds).map(([kind, place]) =>
  [kind, [...document.querySelectorAll(place)].filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.id || e.className)])), IN_THE_DOCK);

test('without panels a frame has the dock; with them it has only what they name', async () => {
  const shop = await visit({ path: '?embed=1', width: 640, height: 480 });
  const crowds = ['both', 'both-10', 'both-100', 'both-1000'];
  const takes = ['spine-payment_time_ms-typed', 'spine-payment_time_ms'];
  const failures = ['cut-network', 'kill-broker', 'kill-payment', 'freeze-payment', 'hang-payment', 'fail-payment'];
  const none = { crowds: [], settings: [], failures: [], fairness: [], more: [], parts: [] };
  assert.deepEqual(await dock(shop), { ...none, crowds, settings: takes, failures: ['kill-payment'], more: ['more'] });
  for (const panels of ['code', 'settings,scenario', 'learn']) {
    await goTo(shop, `?embed=1&panels=${panels}`);
    assert.deepEqual(await dock(shop), none, panels);
  }
  await goTo(shop, '?embed=1&panels=race');
  const race = await dock(shop);
  assert.deepEqual(race, { ...none, crowds, fairness: race.fairness });
  assert.equal(race.fairness.length, 1);
  await goTo(shop, '?embed=1&panels=failures');
  assert.deepEqual(await dock(shop), { ...none, failures });
});

test('lock disables exactly what it names, and nothing changes it by another way', async () => {
  const shop = await visit({ path: '?embed=1' });
  const disabled = async (lock, link = '') => {
    await goTo(shop, `?embed=1&panels=${Object.keys(PLACES)}${lock && `&lock=${lock}`}${link}`);
    await shop.unfold('experiment');
    return shop.page.evaluate(() => [...document.querySelectorAll(':disabled')].filter((e) => e.id).map((e) => e.id).sort());
  };
  const faults = ['kill-broker', 'raise-alarm', 'freeze-payment', 'cut-network', 'kill-payment', 'hang-payment'];
  const all = (...lists) => lists.flat().sort();
  const controls = (names) => shop.page.evaluate(() => [...document.querySelectorAll('.control :is(input, select)')].map((e) => e.id))
    .then((ids) => ids.filter((id) => !names || names.some((name) => new RegExp(`^(set|spine)-${name}(-typed)?$`).test(id))));
  // Without any lock: an order needs Payment, and what it does not need, or what is at an end, cannot be moved further.
  const several = '#v1&services=inventory.payment.email';
  const last = [3, 4, 5].flatMap((k) => [`set-services-${k}-0`, `set-services-${k}-1`]);
  assert.deepEqual(await disabled('', several), all('set-services-1', 'set-services-0-1', 'set-services-2-0', last));
  const arrows = await shop.page.evaluate(() => [...document.querySelectorAll('#set-services button')].map((e) => e.id));
  assert.equal(arrows.length, 12);
  const native = await disabled('');
  assert.deepEqual(native, all('set-services-0', arrows));
  const needs = all(await controls(['services-\\d']), arrows);
  assert.equal(needs.length, 18);
  for (const link of ['', several]) assert.deepEqual(await disabled('services', link), needs, 'the whole list');
  // (Making it fair changes the workers.)
  const two = await disabled('consumers,payment_time_ms');
  assert.deepEqual(two, all(await controls(['consumers', 'payment_time_ms']), 'make-fair', native));
  assert.deepEqual(await disabled('failures'), all(faults, 'fail-payment', native));
  assert.deepEqual(await disabled('scenario'), all('scenario', native));
  const settings = await disabled('settings');
  assert.deepEqual(settings, all(await controls(), arrows, 'fail-payment', 'seed', 'make-fair'));
  assert.deepEqual(await disabled('all'), all(settings, faults, 'scenario'));
  for (const lock of ['all', 'failures', 'consumers']) {
    await disabled(lock);
    assert.equal(await shop.at('experiment-json').count(), 0, `no other experiment either, with lock=${lock}`);
  }
  for (const lock of ['all', 'settings', 'consumers']) {
    await goTo(shop, `?embed=1&panels=race,settings&lock=${lock}#v1&do=0:click:sync:10&at=1s`);
    const fair = shop.at('make-fair');
    if (await fair.isVisible() && await fair.isEnabled()) await fair.click();
    assert.equal(await shop.at('set-consumers-typed').inputValue(), '1', `Make it fair, in spite of lock=${lock}`);
  }
});

/**
 * Runs in the page: presses, moves, ticks and chooses whatever can be, once, also what comes up meanwhile. Tells what was used,
 * after what something that a lock keeps was another (a slider acts a little later), and every link to the moment.
 */
async function useEverything() {
  const nameOf = (e) => e.id || e.closest('[id]').id + e.localName + e.textContent;
  const [used, changed, links] = [[], [], [kept()]];
  for (;;) {
    const all = document.querySelectorAll('button, input:not([type="file"]), select, a[href^="#"]');
    const next = [...all].find((e) => e.checkVisibility() && !e.disabled && !['full', 'shut'].includes(e.id) && !used.includes(nameOf(e)));
    if (!next) break;
    used.push(nameOf(next));
    use(next);
    await frames(1);
    // What comes with a chunk: a panel, or a part that is opened.
    for (let k = 0; k < 200 && isAwaited(); k += 1) await frames(1);
    look(used.at(-1));
  }
  await frames(15);
  look('afterwards');
  return { used, changed, links: links.join('&') };

  function use(element) {
    const say = (kind) => element.dispatchEvent(new Event(kind, { bubbles: true }));
    if (element.type === 'range') {
      element.value = Number(element.value) > 500 ? 100 : 900;
      say('input');
    } else if (element.localName === 'select') {
      element.selectedIndex = (element.selectedIndex + 1) % element.options.length;
      say('change');
    } else if (element.localName === 'input' && element.type !== 'checkbox') {
      element.value = '7';
      say('change');
    } else {
      // (What is pasted stands there until the experiment is another one.)
      if (element.id === 'open-experiment') document.getElementById('experiment-json').value = '{"settings":{"consumers":77}}';
      element.click();
    }
  }

  async function frames(count) {
    for (let k = 0; k < count; k += 1) await new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn)); });
  }

  function isAwaited() {
    return [...document.querySelectorAll('[aria-busy="true"]')].some((e) => e.checkVisibility())
      || document.querySelector('.opener[aria-expanded="true"]') && !document.getElementById('shut');
  }

  function look(what) {
    const now = kept();
    if (now !== links.at(-1)) changed.push(what);
    links.push(now);
  }

  /** Of the link to this very moment the settings, the seed and what is broken, not its orders. */
  function kept() {
    dispatchEvent(new Event('pagehide')); // the link may be half a second behind; who leaves finds it up to date
    return document.getElementById('full').hash.slice(1).split('&').filter((field) => !/^(at|events|order|show|engine)=|^do=\w+:click:/.test(field)).join('&');
  }
}

test('what is locked cannot be changed by any control of the frame', async () => {
  const shop = await visit({ path: '?embed=1' });
  const PANELS = `panels=${Object.keys(PLACES)}`;
  const walk = async (asked) => {
    await goTo(shop, `?embed=1&${asked}#v1&seed=3&payment_time_ms=2000&do=0:click:both:3&at=500ms`);
    if (asked.includes(PANELS)) await shop.unfold('settings');
    return shop.page.evaluate(useEverything);
  };
  const { links } = await walk(PANELS);
  for (const said of [/preset=one-order/, /preset=payment-outage/, /seed=7/, /consumers=77/, /ack_mode/, /queue_durable/, /break:broker-down/, /arrivals=/]) {
    assert.match(links, said, 'without a lock it can be');
  }
  const locked = await walk(`${PANELS}&lock=all`);
  assert.deepEqual(locked.changed, []);
  for (const name of ['play', 'trigger-sync', 'both-1000', 'reset', 'search', 'recorded-open', 'recorded-run']) {
    assert(locked.used.includes(name), `${name} can be used all the same, of ${locked.used}`);
  }
  // The dock, all of it, and its parts opened.
  await shop.page.setViewportSize({ width: 640, height: 480 });
  const free = await walk('');
  for (const said of [/payment_time_ms/, /break:payment-down/, /payment_return_type/]) assert.match(free.links, said, 'without a lock it can be, in the dock');
  assert.deepEqual((await walk('lock=all')).changed, [], 'in the dock');
});

test('theme is what the address says, whatever the system and the last visit say', async () => {
  const shop = await visit({ path: '?embed=1&theme=dark', theme: 'light' });
  const ground = () => shop.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await goTo(shop, '?embed=1&theme=light');
  const light = await ground();
  assert.notEqual(light, dark);
  await goTo(shop, '?embed=1');
  assert.equal(await ground(), light, 'the address is not remembered');
  await shop.page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await ground(), dark, 'the system\'s');
});

test('a name that does not exist gets a sentence, and the rest is used', async () => {
  const shop = await visit({ path: '?embed=1&panels=dance,failures&lock=everything&theme=green&utm_source=x', height: 600 });
  const said = await until(() => shop.notices(), /dance/);
  for (const words of [/everything/, /green/, /code, charts, settings/]) assert.match(said, words);
  assert.equal(await shop.page.locator('.notices').isVisible(), true);
  assert.doesNotMatch(said, /utm/);
  assert.deepEqual(await shownPanels(shop), ['failures']);
  await goTo(shop, '?panels=code');
  await until(() => shop.notices(), /embed=1/);
});

test('nothing starts by itself, whatever its link holds, and Open leads to the same moment', async () => {
  const shop = await visit({ path: '?embed=1&panels=code#v1&seed=3&arrivals=poisson&do=0:click:both:5&at=2s', prepare: countFrames });
  assert.equal(await shop.state(), 'paused');
  await shop.isAtRest();
  assert.equal(await shop.text('clock'), '00:02.000');
  const [full] = await Promise.all([shop.page.waitForEvent('popup'), shop.press('full')]);
  await full.waitForLoadState();
  const there = within(full.mainFrame());
  await until(() => there.at('clock').count(), 1);
  assert.equal(await there.digest(), await shop.digest());
  assert.equal(await there.at('share').isVisible(), true);
  await full.close();
});

test('the desk is not loaded for an embed that shows none of its panels', async () => {
  const asked = [];
  const prepare = async (page) => {
    page.on('request', (request) => { if (DESK.test(request.url())) asked.push(request.url()); });
    await page.clock.install();
  };
  const shop = await visit({ path: '?embed=1&panels=failures,race,scenario', prepare });
  await shop.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await shop.page.clock.fastForward(60_000);
  await pass(300);
  assert.deepEqual(asked, []);
  const other = await visit({ path: '?embed=1&panels=learn', prepare });
  await other.at('learn').scrollIntoViewIfNeeded();
  await other.at('lesson-latency').waitFor();
  assert.equal(asked.length, 1, 'one chunk');
  asked.length = 0;
  const charts = await visit({ path: '?embed=1&panels=charts', prepare });
  await charts.desk('charts');
  assert.equal(asked.length, 1, 'the charts are in it too');
});

// ---- as a guest -----------------------------------------------------------------------------------------------------

/** The embeds of an article, started: each as a page of its own. */
async function guests(page, count) {
  const shops = [];
  for (let k = 0; k < count; k += 1) {
    const element = await page.locator('iframe').nth(k).elementHandle();
    const frame = await until(() => element.contentFrame(), (f) => f !== null);
    await frame.locator('#trigger-sync').waitFor();
    shops.push(within(frame));
  }
  return shops;
}

/** Runs everything in a guest without touching it: no click that would rightly take the focus. */
async function runUntouched(shop) {
  const act = (id) => shop.page.evaluate((name) => document.getElementById(name).click(), id);
  await act('trigger-sync');
  await act('trigger-async');
  await until(() => shop.sync.story(), /^waiting/);
  await act('finish');
  await shop.isStill();
  assert.match(await shop.async.story(), /^202 .* paid after/);
}

const where = (page) => page.evaluate(() => [document.activeElement.id, Math.round(scrollX), Math.round(scrollY)]);

/** Loud styles for everything. */
const HOSTILE = `* { all: revert !important; letter-spacing: 9px !important; float: left !important; text-transform: uppercase !important; }
  iframe, body { color-scheme: dark !important; font: 40px fantasy !important; }
  html { transform: rotate(0.0001deg); direction: rtl; scroll-behavior: smooth; }`;

async function article(frames, { style = '', head = '' } = {}) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><style>${style}</style>${head}</head><body>
    <h1>Somebody's page</h1><p><input id="search" aria-label="Search"></p><div style="height: 1200px !important"></div>
    ${frames.join('\n<p>Words in between.</p>\n')}<div style="height: 2500px"></div></body></html>`;
}

const frame = (src, attributes = '') => `<iframe title="An embed" src="${src.replaceAll('&', '&amp;')}" width="640" height="480" ${attributes}></iframe>`;

test('in a hostile page elsewhere, also sandboxed, two embeds work, and leave its focus and its place alone', async () => {
  const { url } = await site();
  const html = await article([
    frame(`${url}?embed=1&panels=failures#v1&seed=4`),
    frame(`${url}?embed=1&panels=code,story&theme=light#v1&seed=5&payment_time_ms=1000`, 'sandbox="allow-scripts"'),
  ], { style: HOSTILE });
  const page = await open('', { article: html, expect: [/sandbox/i] });
  await page.locator('#search').focus();
  await page.locator('iframe').first().waitFor();
  await page.evaluate(() => scrollTo({ top: document.querySelector('iframe').getBoundingClientRect().top + scrollY - 100, behavior: 'instant' }));
  const before = await where(page);
  const shops = await guests(page, 2);
  for (const shop of shops) await runUntouched(shop);
  assert.deepEqual(await where(page), before);
  for (const [k, shop] of shops.entries()) {
    await shop.press('reset');
    await shop.sync.trigger.click();
    await shop.async.trigger.click();
    await until(() => shop.async.story(), /^202/);
    await shop.press('finish');
    await shop.isStill();
    assert.match(await shop.sync.story(), /^200 OK/, `frame ${k}`);
    assert.match(await shop.async.story(), /^202 .* paid after/, `frame ${k}`);
    assert.equal(await shop.page.evaluate(() => getComputedStyle(document.body).letterSpacing), 'normal');
  }
  const sandboxed = shops[1];
  await sandboxed.desk('code');
  await until(() => sandboxed.at('code-sync').textContent(), /client\.post/);
  await sandboxed.desk('story');
  await until(() => sandboxed.at('drawing-sync').textContent(), /1\.00\ss/);
});

test('the example article keeps its focus and its place while both embeds load, run and finish', async () => {
  const page = await open('examples/article.html', { base: '/blog/showdown/', started: false });
  const link = page.locator('article a').first();
  await link.evaluate((a) => { a.id = 'kept'; a.focus({ preventScroll: true }); });
  for (let k = 0; k < 2; k += 1) {
    await page.locator('iframe').nth(k).evaluate((e) => scrollTo(0, e.getBoundingClientRect().top + scrollY - 200));
    const before = await where(page);
    const shop = (await guests(page, k + 1))[k];
    await runUntouched(shop);
    assert.deepEqual(await where(page), before, `embed ${k}`);
  }
});

for (const width of [390, 1280]) {
  test(`at ${width} px the example article's frames show whole lanes, and what it tells its reader to press`, async () => {
    const page = await open('examples/article.html', { started: false, width, height: 900 });
    for (let k = 0; k < 2; k += 1) {
      await page.locator('iframe').nth(k).scrollIntoViewIfNeeded();
      const shop = (await guests(page, k + 1))[k];
      await until(() => shop.page.evaluate(() => document.querySelector('.stage.unknown') === null && document.querySelectorAll('.stage').length === 2), true);
      assert.deepEqual(await crushed(shop), [], `frame ${k}`);
      assert(await shop.page.evaluate(() => document.querySelector('.screen').offsetHeight <= innerHeight), `frame ${k}: the first screen needs no scrolling`);
    }
    const [first] = await guests(page, 1);
    await page.locator('iframe').first().scrollIntoViewIfNeeded();
    assert.match(await page.locator('iframe').first().evaluate((e) => e.previousElementSibling.textContent), /press\s+10,/);
    await first.press('both-10');
    await until(() => first.text('charged-sync'), / of 10$/);
  });
}

test('an embed off the screen or hidden asks for no frames, also while a run is on', async () => {
  const { url } = await site();
  const html = await article([frame(`${url}?embed=1#v1&seed=4`), frame(`${url}?embed=1#v1&seed=4`, 'hidden')]);
  const page = await open('', { article: html, prepare: countFrames });
  await page.evaluate(() => scrollTo(0, 1000));
  const [shop] = await guests(page, 1);
  await shop.page.evaluate(() => document.getElementById('trigger-sync').click());
  await until(() => shop.sync.story(), /^waiting/);
  await page.evaluate(() => scrollTo(0, 0));
  await shop.isAtRest();
  // (On a busy machine the browser says late that the frame is out of sight; from then on the clock stands.)
  let held;
  await until(async () => {
    held = await shop.text('clock');
    await pass(200);
    return await shop.text('clock') === held;
  }, true);
  await page.evaluate(() => scrollTo(0, 1000));
  await until(() => shop.text('clock'), (clock) => clock > held);
  await page.locator('iframe').first().evaluate((e) => { e.style.display = 'none'; });
  await shop.isAtRest();
  const concealed = within(page.frames().at(-1));
  await until(() => concealed.at('trigger-sync').count(), 1);
  await concealed.page.evaluate(() => document.getElementById('trigger-sync').click());
  await concealed.isAtRest();
});

// ---- the dialog -----------------------------------------------------------------------------------------------------

test('the dialog is opened, used and left with the keyboard, and gives the focus back', async () => {
  const shop = await visit();
  const dialog = shop.at('embed-dialog');
  await shop.tabTo('embed');
  await shop.key('Enter');
  await dialog.waitFor();
  const inside = () => shop.page.evaluate(() => document.getElementById('embed-dialog').contains(document.activeElement));
  await until(inside, true);
  await shop.tabTo('embed-opens-fresh');
  await shop.key('ArrowDown');
  assert.equal(await shop.at('embed-opens-start').isChecked(), true);
  await shop.tabTo('embed-panel-code');
  await shop.key('Space');
  await until(() => shop.at('embed-snippet').inputValue(), /panels=code#/);
  await shop.tabTo('embed-lock-settings');
  await shop.key('Space');
  await until(() => shop.at('embed-snippet').inputValue(), /lock=settings#/);
  await shop.key('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await shop.focused(), 'embed');
  await shop.key('Enter');
  await dialog.waitFor();
  await shop.tabTo('embed-close');
  await shop.key('Enter');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await shop.focused(), 'embed');
});

test('the dialog opened again shows ticks that agree with its snippet', async () => {
  const shop = await visit();
  await shop.press('embed');
  await shop.at('embed-panel-code').check();
  await shop.at('embed-theme').selectOption('dark');
  await shop.at('embed-height').selectOption('800');
  await shop.press('embed-close');
  await shop.press('embed');
  const said = await shop.at('embed-snippet').inputValue();
  assert.equal(await shop.at('embed-panel-code').isChecked(), /panels=code/.test(said), said);
  assert.equal(await shop.at('embed-theme').inputValue(), /theme=dark/.test(said) ? 'dark' : '', said);
  assert.equal(await shop.at('embed-height').inputValue(), said.match(/height="(\d+)"/)[1], said);
});

test('the preview follows the choices, and the snippet works verbatim in a page elsewhere', async () => {
  const shop = await visit();
  await shop.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await shop.at('scenario').selectOption('payment-outage');
  await shop.press('play');
  await until(() => shop.clock(), (seconds) => seconds > 0.3);
  await shop.press('play');
  await shop.press('embed');
  const preview = shop.page.frameLocator('#embed-preview');
  await preview.locator('#clock').waitFor();
  await until(() => preview.locator('#clock').textContent(), '00:00.000');
  await shop.at('embed-panel-failures').check();
  await shop.at('embed-lock-failures').check();
  await until(() => preview.locator('#kill-broker:disabled:visible').count(), 1);
  await shop.at('embed-theme').selectOption('dark');
  await until(() => preview.locator('html').getAttribute('data-theme'), 'dark');
  await shop.at('embed-height').selectOption('640');
  await until(() => shop.at('embed-preview').evaluate((e) => e.offsetHeight), 640);
  await shop.at('embed-opens-moment').check();
  const clock = await shop.text('clock');
  await until(() => preview.locator('#clock').textContent(), clock);
  await shop.at('embed-opens-start').check();
  await until(() => preview.locator('#clock').textContent(), '00:00.000');
  await shop.at('embed-opens-moment').check();

  const snippet = await shop.at('embed-snippet').inputValue();
  assert.equal(await shop.copied('embed-copy'), snippet);
  assert.match(snippet, /height="640"/);
  const page = await open('', { article: await article([snippet]) });
  await page.locator('iframe').scrollIntoViewIfNeeded();
  const [guest] = await guests(page, 1);
  assert.match(await page.locator('iframe').getAttribute('title'), /^Sync vs Async Showdown: .{5,}/);
  assert.equal(await guest.digest(), await shop.digest());
  assert.equal(await guest.text('clock'), clock);
  assert.equal(await guest.page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await guest.at('kill-payment').isDisabled(), true);
  await guest.sync.trigger.click();
  await until(() => guest.sync.story(), /^waiting/);
});

test('the height that the dialog states is that of what is shown, and a frame so high shows it all', async () => {
  const shop = await visit();
  await shop.press('embed');
  const preview = shop.page.frameLocator('#embed-preview');
  const inside = (read) => preview.locator('body').evaluate(read);
  const stated = async () => Number((await shop.page.locator('.outcome .quiet').textContent()).match(/(\d+) px high/)[1]);
  const needed = () => inside(() => document.documentElement.scrollHeight);
  for (const panels of [[], ['scenario', 'race', 'failures'], ['charts']]) {
    for (const name of panels) await shop.at(`embed-panel-${name}`).check();
    await shop.at('embed-height').selectOption('480');
    await until(() => preview.locator('.stage.unknown').count().then(async (none) => none === 0 && await preview.locator('.stage').count()), 2);
    await until(async () => await stated() === await needed(), true);
    if (panels.includes('race')) assert(await stated() > 480, 'it scrolls');
    await shop.at('embed-height').selectOption('0');
    await until(async () => await inside(() => innerHeight) === await needed() && await stated() === await needed(), true);
    await pass(1200); // two more looks at it
    assert.equal(await inside(() => innerHeight), await needed(), `${panels}: it stays`);
    assert.match(await shop.at('embed-snippet').inputValue(), new RegExp(`height="${await stated()}"`));
    assert(await inside(() => document.querySelector('.stage').clientHeight) >= 92);
    for (const name of panels) await shop.at(`embed-panel-${name}`).uncheck();
  }
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in the open dialog: ${theme}`, async () => {
    const shop = await visit({ theme });
    await shop.press('embed');
    await shop.page.frameLocator('#embed-preview').locator('#clock').waitFor();
    for (const width of [320, 640, 1280]) {
      await shop.page.setViewportSize({ width, height: 800 });
      await axe(shop.page);
      const { scroll, client } = await shop.at('embed-dialog').evaluate((e) => ({ scroll: e.scrollWidth, client: e.clientWidth }));
      assert(scroll <= client, `at ${width} px the dialog is ${scroll} px wide in ${client}`);
    }
  });
}

// ---- the desk does not come -----------------------------------------------------------------------------------------

test('if the panels cannot be loaded, a sentence says so in their place, the rest works, and a second try can help', async () => {
  let [blocked, tries] = [true, 0];
  const shop = await visit({
    expect: [/ERR_FAILED/, /Failed to fetch/],
    prepare: (page) => page.route(DESK, (route) => {
      tries += 1;
      return blocked ? route.abort() : route.continue();
    }),
  });
  await shop.press('tab-learn');
  const box = shop.at('learn').getByRole('alert').filter({ hasText: 'could not be loaded' });
  await box.waitFor();
  await shop.press('both');
  await shop.finish();
  assert.equal(await shop.sync.count('paid'), 1);
  // It comes by itself after three seconds; from then on nobody tries but the reader.
  await until(() => tries, 2);
  await box.waitFor();
  blocked = false;
  await box.getByRole('button', { name: 'Try again' }).click();
  await shop.at('lesson-latency').waitFor();
  assert.equal(await box.count(), 0, 'the sentence goes');
  await shop.press('embed');
  await shop.at('embed-dialog').waitFor({ timeout: 5000 });
});

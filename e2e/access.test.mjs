// Everybody can use the page: with a screen reader, with the keyboard, on a narrow screen, in either theme.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, screenshot } from './harness.mjs';
import { pass, until, visit } from './page.mjs';
import { faults } from './rectangles.mjs';
import { crowded } from './targets.mjs';

const SIZES = [[1280, 800], [390, 844]];
const WIDTHS = [320, 390, 640, 1280];

/** A notice, a hundred orders on each side, Payment down and the cable cut: most words the page has. */
async function makeBusy(shop) {
  await shop.paste('no { JSON');
  await until(() => shop.notices(), /JSON/);
  await shop.press('both-100');
  await until(() => shop.clock(), (seconds) => seconds > 0.2);
  await shop.fault('payment');
  await shop.fault('network');
}

/** No demands of WCAG, and good practice all the same: everything lies in a landmark, and a page has a first heading. */
const LANDMARKS = ['region', 'page-has-heading-one'];

/** What depends on the theme. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

for (const [width, height] of SIZES) {
  test(`at ${width}×${height} axe finds nothing, light or dark, and what can be pressed is large enough: in every tab, card and dialog, idle, in an outage, in Present`, async () => {
    const shop = await visit({ width, height });
    const wide = width > 560;
    /** The whole page, or the part that is another one now. */
    const look = async (what, within) => {
      await axe(shop.page, { what, within });
      await shop.page.emulateMedia({ colorScheme: 'dark' });
      await axe(shop.page, { what: `${what}, dark`, within, rules: OF_COLOURS });
      await shop.page.emulateMedia({ colorScheme: 'light' });
      assert.deepEqual(await shop.page.evaluate(crowded), [], what);
    };
    await look('idle');
    await makeBusy(shop);
    await look('an outage');

    const tabs = await shop.page.locator('[role="tab"]').evaluateAll((all) => all.map((tab) => tab.getAttribute('aria-controls')));
    assert(tabs.length > 5, `${tabs}`);
    for (const panel of tabs) {
      await shop.unfold(panel);
      if (panel === 'recorded') await openRecordedRun(shop);
      if (panel === 'story') await until(() => shop.page.locator('#drawing-sync text').count(), (words) => words > 5);
      await look(`the tab ${panel}`, `#${panel}`);
      await axe(shop.page, { what: `the page with ${panel}`, rules: LANDMARKS });
    }

    if (!wide) await shop.press('more');
    if (!wide) await look('the dock, all of it', '#spine');
    for (const card of ['users', 'checkout', 'between', 'payment']) {
      await shop.press(`open-${card}`);
      await shop.at('shut').waitFor();
      await look(`the card ${card}`, '#opened');
      await shop.press('shut');
    }
    if (!wide) await shop.press('more');

    await shop.page.locator('[data-side="sync"] details.whole summary').click();
    await look('the whole ledger', '[data-side="sync"] .ledger');
    await shop.page.locator('[data-side="sync"] details.whole summary').click();
    if (!wide) await shop.press('menu');
    if (!wide) await look('the menu', '.bar');
    await shop.page.keyboard.press('?');
    await shop.at('keys-map').waitFor();
    await look('the map of keys');
    await shop.page.keyboard.press('Escape');
    await shop.page.keyboard.press('f');
    await look('Present');
    await axe(shop.page, { what: 'Present', rules: LANDMARKS });
  });
}

async function openRecordedRun(shop) {
  await shop.press('recorded-open');
  await shop.at('recorded-run').selectOption({ index: 1 });
  await until(() => shop.text('recorded-verdict'), /Holds/);
}

test('the live region tells what happens', async () => {
  const shop = await visit();
  assert.equal(await shop.at('milestone').getAttribute('aria-live'), 'polite');
  await shop.press('both-10');
  await until(() => shop.milestone(), /Ten sync users .*Ten async users were told 202/);
  await shop.fault('broker');
  await until(() => shop.milestone(), /The broker is down/);
  await shop.fault('broker', false);
  await until(() => shop.milestone(), (words) => !/broker is down/.test(words));
  await shop.finish();
  // What a worker had in its hands when the broker died comes back, and is charged again.
  await until(() => shop.milestone(), /^All ten sync users were told 200 and charged; .* One async user was charged twice or more\./);
  await shop.press('reset');
  await until(() => shop.milestone(), /^Sync: Checkout calls Payment/);
});

test('a failure on an idle page is told, and stays told', async () => {
  const shop = await visit();
  await shop.fault('payment');
  // (What a page opens with stays half a second, like all words.)
  await until(() => shop.milestone(), /Payment is down/, 1000);
  await pass(300);
  assert.match(await shop.milestone(), /Payment is down/);
});

test('every control has a name, and no two that differ share one', async () => {
  const shop = await visit();
  await makeBusy(shop);
  const controls = [];
  const read = async (part) => {
    const tree = await shop.page.locator(part).ariaSnapshot();
    controls.push(...tree.split('\n').map((line) => line.trim().replace(/^- '?/, ''))
      .filter((line) => /^(button|slider|combobox|checkbox|textbox|spinbutton|searchbox|tab)\b/.test(line)));
  };
  await read('.screen');
  for (const panel of ['story', 'code', 'charts', 'theory', 'learn', 'recorded', 'experiment']) {
    await shop.unfold(panel);
    await read('.below');
  }
  assert(controls.length > 50, `${controls.length} controls`);
  assert.deepEqual(controls.filter((line) => !/^\w+ ".+"/.test(line)), [], 'without a name');
  const names = controls.map((line) => line.match(/^\w+ ".+?"/)[0]);
  const twice = names.filter((name, k) => names.indexOf(name) !== k);
  assert.deepEqual(twice, []);
});

test('Tab reaches every control in the order of the page, and shows where it is', async () => {
  const shop = await visit();
  await shop.press('both');
  await shop.finish();
  await shop.desk('story');
  await shop.page.evaluate(() => {
    scrollTo(0, 0);
    document.activeElement.blur();
  });
  await shop.page.mouse.click(2, 2); // from here Tab begins at the top
  const expected = await shop.page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0).map((e) => e.id || e.textContent.trim()));
  const seen = [];
  for (let k = 0; k < expected.length; k += 1) {
    await shop.key('Tab');
    seen.push(await shop.page.evaluate(whereTheFocusIs));
  }
  assert.deepEqual(seen.filter(({ shown }) => !shown), [], 'focused, and not to be seen');
  assert.deepEqual(seen.map(({ name }) => name), expected);
});

/** Runs in the page: what has the focus, and whether anybody sees it, with its ring and not below something else. */
function whereTheFocusIs() {
  const e = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(e);
  const { left, top, width, height } = e.getBoundingClientRect();
  const isHit = ([x, y]) => {
    const hit = document.elementFromPoint(left + x * width, top + y * height);
    return hit && (e.contains(hit) || hit.contains(e));
  };
  // (From the last one on it is the browser's own.)
  const shown = e === document.body || outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(isHit);
  return { name: e.id || e.textContent.trim(), shown };
}

test('what lies over something else does not hide what has the focus: a part that is opened, the dock, all of it, the menu', async () => {
  const shop = await visit();
  for (const [width, height, ids] of [[1280, 800, ['open-payment']], [390, 844, ['menu', 'more', 'open-payment']]]) {
    await shop.page.setViewportSize({ width, height });
    for (const id of ids) {
      if (!(await shop.at(id).isVisible())) await shop.press('more');
      await shop.at(id).focus();
      await shop.key('Enter');
      if (id === 'open-payment') await until(() => shop.focused(), 'shut');
      for (const key of ['Shift+Tab', 'Tab']) {
        const hidden = [];
        for (let k = 0; k < 20; k += 1) {
          await shop.key(key);
          const { name, shown } = await shop.page.evaluate(whereTheFocusIs);
          if (!shown) hidden.push(name);
        }
        assert.deepEqual(hidden, [], `${id} at ${width}×${height}, ${key}`);
      }
      await shop.key('Escape');
    }
  }
});

test('a part that is opened by keyboard is shut by Escape, and the focus is where it was', async () => {
  for (const width of [1280, 390]) {
    const shop = await visit({ width, height: 844 });
    if (width < 900) await shop.press('more');
    await shop.tabTo('open-checkout');
    await shop.key('Enter');
    await until(() => shop.focused(), 'shut');
    await shop.key('Escape');
    await until(() => shop.focused(), 'open-checkout');
    assert.equal(await shop.at('shut').count(), 0);
  }
});

test('Escape shuts the menu, and the dock, and the focus is on the button that opened it; a part that lies over the dock goes first', async () => {
  const shop = await visit({ width: 390, height: 844 });
  const isOpen = async (id) => await shop.at(id).getAttribute('aria-expanded') === 'true';
  for (const [id, inside] of [['menu', 'share'], ['more', 'spine-consumers']]) {
    await shop.at(id).focus();
    await shop.key('Enter');
    await until(() => isOpen(id), true);
    await shop.tabTo(inside);
    await shop.key('Escape');
    await until(() => isOpen(id), false);
    assert.equal(await shop.focused(), id);
  }
  await shop.press('more');
  await shop.press('open-payment');
  await until(() => shop.focused(), 'shut');
  await shop.key('Escape');
  await until(() => shop.focused(), 'open-payment');
  assert.equal(await isOpen('more'), true, 'the dock is still open');
});

test('while a part is opened on a phone, what happens is told, and so is what goes wrong', async () => {
  const shop = await visit({ width: 390, height: 844 });
  const isThere = (id) => shop.page.evaluate((place) => document.querySelector(place).checkVisibility({ visibilityProperty: true }), id);
  await shop.press('more');
  await shop.press('open-payment');
  await shop.at('shut').waitFor();
  assert.equal(await isThere('#sentence'), false, 'it lies over the page');
  await shop.press('card-kill-payment');
  await until(() => shop.milestone(), /Payment is down/);
  assert.equal(await isThere('#milestone'), true);
  await shop.at('card-payment_time_ms-typed').fill('-3');
  await shop.key('Enter');
  await until(() => shop.notices(), /-3000 is not allowed/);
  await shop.at('card-payment_time_ms-typed').fill('soon');
  await shop.key('Enter');
  await until(() => shop.notices(), /"soon" is not allowed/);
  assert.equal(await isThere('.notices'), true);
  // Thousands are milliseconds, where so many seconds cannot be meant.
  await shop.at('card-payment_time_ms-typed').fill('6000');
  await shop.key('Enter');
  await until(() => shop.at('card-payment_time_ms-typed').inputValue(), '6 s');
  await shop.at('card-payment_time_ms-typed').fill('7');
  await shop.key('Enter');
  await until(() => shop.at('card-payment_time_ms-typed').inputValue(), '7 s');
});

test('an arrow key moves a slider to its next value', async () => {
  const shop = await visit();
  await shop.unfold('settings');
  for (const name of ['consumers', 'payment_threads', 'arrival_rate_per_s', 'payment_time_ms', 'link_latency_ms']) {
    const before = await shop.value(name);
    await shop.setting(name).focus();
    await shop.key('ArrowRight');
    await until(() => shop.value(name), (value) => value !== before, 500);
  }
});

test('what is pressed and goes away leaves the focus on the page', async () => {
  const shop = await visit();
  const onThePage = () => shop.page.evaluate(() => document.activeElement !== document.body);
  await shop.paste('no { JSON');
  await until(() => shop.notices(), /JSON/);
  await shop.page.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await until(() => shop.page.locator('.notices').isVisible(), false);
  assert.equal(await onThePage(), true, 'after Dismiss');
  await shop.sync.crowd(10);
  await shop.at('make-fair').press('Enter');
  await until(() => shop.at('make-fair').isVisible(), false);
  assert.equal(await onThePage(), true, 'after Make it fair');
});

test('a key leads to the tabs, to the chosen one, and yields to who types', async () => {
  const shop = await visit();
  await shop.key('t');
  assert.equal(await shop.focused(), 'tab-story');
  await shop.key('ArrowRight');
  await shop.key('Enter');
  await until(() => shop.page.evaluate(() => document.getElementById('tab-code').ariaSelected), 'true');
  await shop.at('both').focus();
  await shop.key('t');
  assert.equal(await shop.focused(), 'tab-code');
  await shop.at('spine-payment_time_ms-typed').focus();
  await shop.key('t');
  assert.equal(await shop.focused(), 'spine-payment_time_ms-typed');
});

test('where the window is wide two panels stand side by side, and their tabs say so', async () => {
  const shop = await visit({ width: 1920, height: 1080 });
  const open = () => shop.page.evaluate(() => ({
    tabs: [...document.querySelectorAll('[role="tab"]')].filter((tab) => tab.ariaSelected === 'true').map((tab) => tab.id.slice(4)),
    panels: [...document.querySelectorAll('.below > .panel')].filter((panel) => panel.checkVisibility()).map((panel) => panel.id),
    several: document.getElementById('tabs').ariaMultiSelectable,
  }));
  await shop.desk('code');
  assert.deepEqual(await open(), { tabs: ['story', 'code'], panels: ['story', 'code'], several: 'true' });
  assert.match(await shop.link(), /&show=code$|^[^&]*v1&.*show=code$/);
  const [story, code] = await Promise.all(['story', 'code'].map((id) => shop.at(id).boundingBox()));
  assert(story.x + story.width < code.x && Math.abs(story.y - code.y) < 1 && Math.abs(story.width - code.width) < 2, JSON.stringify([story, code]));
  await axe(shop.page);
  await shop.press('tab-recorded');
  assert.deepEqual(await open(), { tabs: ['recorded'], panels: ['recorded'], several: 'true' });
  await shop.press('tab-charts');
  await shop.page.setViewportSize({ width: 1280, height: 800 });
  await until(async () => (await open()).several, 'false');
  assert.deepEqual(await open(), { tabs: ['charts'], panels: ['charts'], several: 'false' });
});

for (const [width, height] of [[390, 664], [320, 480], [1280, 800]]) {
  test(`a long notice pushes nothing at ${width}×${height}`, async () => {
    const shop = await visit({ width, height });
    const places = () => shop.page.evaluate(() => ['#sentence', '#trigger-sync', '#told-sync', '#ledger-bar-async', '#spine-payment_time_ms', '#play']
      .map((place) => document.querySelector(place).getBoundingClientRect().top));
    const before = await places();
    await shop.type('v1&nonsense=1&payment_time_ms=much&do=dance&seed=none&at=soon');
    await until(() => shop.notices(), /nonsense/);
    assert.deepEqual(await places(), before);
    await shop.page.getByRole('button', { name: 'Dismiss' }).click();
    await until(() => shop.page.locator('.notices').isVisible(), false);
  });
}

for (const [path, width, height] of [['', 390, 844], ['', 390, 664], ['', 320, 640], ['?embed=1', 640, 480], ['?embed=1', 320, 480]]) {
  const window = `${path ? 'a frame' : 'a phone'} of ${width}×${height}`;

  test(`${window} says of one's own order its status and its charge, and that it was an error who was told`, async () => {
    const shop = await visit({ path, width, height });
    await shop.press('kill-payment');
    await shop.sync.trigger.click();
    await shop.async.trigger.click();
    const seen = (id) => shop.at(id).innerText();
    await until(() => seen('story-sync'), /^503 after \d[.\d]* m?s · not charged$/);
    await until(() => seen('story-async'), /^202 after \d[.\d]* m?s · payment still to come$/);
    await until(() => seen('errors-sync'), /^✕ 1 error\b/);
    assert.equal(await seen('told-sync'), '', 'no dash beside it');
    const places = ['#story-sync', '#story-async', '#errors-sync', '#told-async'];
    assert.deepEqual(await shop.page.evaluate(`(${faults})(${JSON.stringify(places)}, 12, ['#scenario', '#happened', '.label'])`), []);
  });

  test(`${window} has the whole ledger: a press on it opens it, in sight, and another one shuts it`, async () => {
    const shop = await visit({ path: `${path}#v1&do=0:click:both:100&at=1s`, width, height });
    for (const side of ['sync', 'async']) {
      const summary = shop.page.locator(`[data-side="${side}"] details.whole summary`);
      await summary.click();
      await shop.page.locator(`#whole-${side} td`).first().waitFor();
      const shown = `#whole-${side} .scroll:not(.none)`;
      const cells = [`${shown} tr:last-child th`, `${shown} tr:last-child td:last-child`];
      assert.deepEqual(await shop.page.evaluate(`(${faults})(${JSON.stringify(cells)}, 12, ['#scenario', '#happened', '.label'])`), [], side);
      await summary.click();
      await until(() => shop.at(`whole-${side}`).isVisible(), false);
    }
  });
}

test('in a frame who waits is told beside who was harmed', async () => {
  const path = '?embed=1#v1&read_timeout_ms=1000&arrivals=constant&arrival_rate_per_s=30&do=1s:break:payment-frozen&do=6s:heal:payment-frozen&at=9s';
  const shop = await visit({ path, width: 640, height: 480 });
  const told = '#ledger-sync [data-outcome^="error"]:not(.none), #ledger-sync [data-outcome="waiting"]';
  assert.equal(await shop.page.locator(told).count(), 3);
  assert.deepEqual(await shop.page.evaluate(`(${faults})(${JSON.stringify([told])}, 12, ['#scenario', '#happened', '.label'])`), []);
  assert.match(await shop.sync.text('users'), /^31 wait · 240 errors · /);
});

for (const [path, width, height] of [['', 390, 844], ['?embed=1', 640, 480]]) {
  test(`at ${width}×${height} *more* opens a dock that can be seen, with every part's controls`, async () => {
    const shop = await visit({ path, width, height });
    await shop.press('more');
    const seen = ['#spine', '#more', '#both-1000', '#cut-network', '#kill-broker', '#spine-checkout_threads', '#spine-payment_time_ms', '#kill-payment'];
    assert.deepEqual(await shop.page.evaluate(`(${faults})(${JSON.stringify(seen)}, 12, ['#scenario', '#happened', '.label'])`), []);
  });
}

// ---- forced colours ---------------------------------------------------------------------------------------------------

/** Runs in the page: how something looks, apart from its words. */
function looksOf(selectors) {
  return selectors.map((selector) => {
    const element = [...document.querySelectorAll(selector)].find((e) => e.checkVisibility());
    if (!element) throw new Error(`there is no ${selector} to be seen`);
    const { color, backgroundColor, backgroundImage, borderTopColor, borderLeftColor, borderTopStyle } = getComputedStyle(element);
    return [color, backgroundColor, backgroundImage, borderTopColor, borderLeftColor, borderTopStyle].join(' ');
  });
}

/** Runs in the page: how many dots of a canvas have the colour of the page's words. */
function paintedAsWords(selector) {
  const canvas = document.querySelector(selector);
  const [r, g, b] = getComputedStyle(document.body).color.match(/\d+/g).map(Number);
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let k = 0; k < data.length; k += 4) {
    if (data[k + 3] > 250 && data[k] === r && data[k + 1] === g && data[k + 2] === b) found += 1;
  }
  return found;
}

/** What differs by its state, each beside what it must not be taken for. */
const TOLD_APART = {
  first: [['[role="tab"][aria-selected="true"]', '[role="tab"][aria-selected="false"]'], ['#freeze-payment', '#kill-payment'],
    ['#trigger-sync', '#trigger-async'], ['.part[data-outcome="waiting"]', '.ledger-bar'], ['.part[data-outcome="waiting"]', '.part[data-outcome="accepted"]']],
  story: [['.order[aria-pressed="true"]', '.order[aria-pressed="false"]']],
  code: [['#code-sync .lit', '#code-sync code:not(.lit)'], ['#code-sync .fresh', '#code-sync code:not(.fresh, .lit)'],
    ['#file-sync-checkout', '#file-sync-payment']],
};

test('in forced colours nothing is told by its ground alone, and what is painted takes them on, and off again', async () => {
  for (const theme of ['light', 'dark']) {
    const shop = await visit({ theme });
    await shop.press('both-10');
    await shop.sync.trigger.click();
    await until(() => shop.clock(), (seconds) => seconds > 0.2);
    await shop.press('play');
    await shop.fault('frozen');
    await shop.page.emulateMedia({ forcedColors: 'active' });
    const areToldApart = async (panel) => {
      for (const [one, other] of TOLD_APART[panel]) {
        const [look, beside] = await shop.page.evaluate(looksOf, [one, other]);
        assert.notEqual(look, beside, `${theme}: ${one} looks like ${other}`);
      }
    };
    await shop.desk('charts');
    await areToldApart('first');
    for (const canvas of ['[data-side="sync"] .stage canvas', '#charts canvas']) {
      await until(() => shop.page.evaluate(paintedAsWords, canvas), (dots) => dots > 100);
    }
    await shop.desk('story');
    await areToldApart('story');
    await shop.desk('code');
    await shop.setting('checkout_threads').focus();
    await shop.key('PageDown');
    for (const kind of ['lit', 'fresh']) await shop.page.locator(`#code-sync .${kind}`).first().waitFor();
    await screenshot(shop.page, `forced-colours-${theme}`);
    await areToldApart('code');
    await shop.page.emulateMedia({ forcedColors: 'none' });
    await until(() => shop.page.evaluate(paintedAsWords, '[data-side="sync"] .stage canvas'), (dots) => dots < 100);
  }
});

// ---- words that can be read -------------------------------------------------------------------------------------------

/** Where the lanes and both Checkouts stand while orders are refused, waited for, told and paid. */
async function placesWhileStoriesAreTold(width, height) {
  const shop = await visit({ width, height });
  const places = {};
  const look = async (moment) => {
    await pass(250); // the stages measure themselves and are laid out anew
    places[moment] = await shop.page.evaluate(() => ['.arena', '#threads-sync', '#threads-async']
      .map((part) => Math.round(document.querySelector(part).getBoundingClientRect().top + scrollY)));
  };
  await look('idle');
  await shop.fault('payment');
  await shop.press('both');
  await until(() => shop.sync.story(), /^503/);
  await look('refused');
  await shop.fault('payment', false);
  await shop.sync.trigger.click();
  await until(() => shop.sync.story(), /^waiting/);
  await look('waiting');
  // (On a phone it is in the dock, under *more*.)
  const folded = !(await shop.at('make-fair').isVisible());
  if (folded) await shop.press('more');
  await shop.press('make-fair');
  await shop.finish();
  if (folded) await shop.press('more');
  await look('told and paid');
  return places;
}

for (const [width, height] of SIZES) {
  test(`both stages keep level while stories are told at ${width}×${height}`, async () => {
    const places = await placesWhileStoriesAreTold(width, height);
    const depth = places.idle[1] - places.idle[0];
    for (const [moment, [lanes, sync, queued]] of Object.entries(places)) {
      assert.deepEqual([sync - lanes, queued - lanes], [depth, depth], moment);
    }
  });
}

test('the lanes stay where they are while stories are told on a phone', async () => {
  const places = await placesWhileStoriesAreTold(390, 844);
  assert.deepEqual(Object.entries(places).filter(([, [lanes]]) => lanes !== places.idle[0]), [], `not at ${places.idle[0]}`);
});

for (const busy of [false, true]) {
  test(`the ${busy ? 'busy' : 'idle'} page never scrolls sideways, and its words are whole and not small`, async (t) => {
    const shop = await visit({ width: WIDTHS[0], height: 800 });
    await shop.unfold();
    if (busy) await makeBusy(shop);
    const all = [];
    for (const width of WIDTHS) {
      await shop.page.setViewportSize({ width, height: 800 });
      await shop.page.evaluate(() => scrollTo(0, 0)); // the bar stays on top, over whatever is scrolled below it
      await pass(150); // the stages measure themselves and are laid out anew
      const { wide, faults, shortened } = await shop.page.evaluate(readEveryWord);
      if (wide > width) faults.unshift(`the page is ${wide} px wide`);
      all.push(...faults.map((fault) => `${width} px: ${fault}`));
      if (shortened.length > 0) t.diagnostic(`${width} px, shortened with an ellipsis: ${shortened.join('; ')}`);
      await screenshot(shop.page, `words-${busy ? 'busy' : 'idle'}-${width}`, { fullPage: true });
    }
    assert.equal(all.length, 0, `${all.length} fault(s):\n  ${all.join('\n  ')}`);
  });
}

/** Runs in the page: finds text that is smaller than 12 px, cut off, beside its place, or under other text. */
function readEveryWord() {
  const faults = [];
  const shortened = [];
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('.hidden, script, style, noscript, textarea, option')) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (getComputedStyle(element).clipPath === 'inset(50%)') continue; // for screen readers only
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
    if (lines.length === 0) continue;
    const words = `${JSON.stringify(node.data.trim().slice(0, 60))} (${nameOf(element)})`;
    small(element, words);
    const block = blockOf(element);
    if (getComputedStyle(block).textOverflow === 'ellipsis') {
      if (block.scrollWidth > block.clientWidth + 1) shortened.push(words);
    } else if (lines.some((line) => !inside(line, block.getBoundingClientRect()))) {
      faults.push(`${words} spills out of its place`);
    } else {
      const cut = cutBy(element, lines);
      if (cut) faults.push(`${words} is cut off by ${cut}`);
    }
    seen.push({ element, words, lines: lines.map((line) => clipped(line, element)) });
  }
  for (const select of document.querySelectorAll('select')) {
    const words = `${JSON.stringify(select.selectedOptions[0]?.text ?? '')} (${nameOf(select)})`;
    small(select, words);
    const style = getComputedStyle(select);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const wanted = pen.measureText(select.selectedOptions[0]?.text ?? '').width;
    const arrow = 16;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
    // A closed list shortens its choice; opened, it shows it whole.
    if (wanted > room + 1) shortened.push(words);
  }
  for (const [k, one] of seen.entries()) {
    for (const other of seen.slice(k + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      // (A notice lies over the first stage, until it is put away: it hides words, and mixes with none.)
      if (one.element.closest('.notices') || other.element.closest('.notices')) continue;
      if (one.lines.some((a) => other.lines.some((b) => overlap(a, b)))) faults.push(`${one.words} and ${other.words} overlap`);
    }
  }
  return { wide: document.documentElement.scrollWidth, faults, shortened };

  function small(element, words) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 12) faults.push(`${words} is only ${size} px tall`);
  }

  function nameOf(element) {
    const owner = element.closest('[id]');
    const own = [element.localName, ...element.classList].join('.');
    return owner === element ? `${own}#${owner.id}` : owner ? `${own} in #${owner.id}` : own;
  }

  function blockOf(element) {
    let block = element;
    while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
    return block;
  }

  function inside(line, room) {
    return line.left >= room.left - 1 && line.right <= room.right + 1 && line.top >= room.top - 3 && line.bottom <= room.bottom + 3;
  }

  /** What cuts these lines off for good; what scrolls can be scrolled to, if it is not cut off itself. */
  function cutBy(element, lines) {
    let parts = lines;
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(e);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const room = e.getBoundingClientRect();
      // (What the sentence has no room for stands beside its place as a whole, and is not seen: style/screen.css.)
      if (e.id === 'sentence' && element.matches('.why') && parts.every(({ left }) => left >= room.right - 1)) return null;
      if (/auto|scroll/.test(overflowX)) parts = [room];
      else if (parts.some((part) => !inside(part, room))) return nameOf(e);
    }
    return null;
  }

  function clipped(line, element) {
    let { left, right, top, bottom } = line;
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      if (getComputedStyle(e).overflowX === 'visible') continue;
      const room = e.getBoundingClientRect();
      [left, right] = [Math.max(left, room.left), Math.min(right, room.right)];
      [top, bottom] = [Math.max(top, room.top), Math.min(bottom, room.bottom)];
    }
    return { left, right, top, bottom };
  }

  function overlap(a, b) {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // Lines of text have some room above and below their letters.
    return across > 1 && down > 4;
  }
}

// Without a mouse: a whole task by keyboard, and single keys, which do what their map says, yield, and can be switched off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pass, until, visit } from './page.mjs';

// ---- a whole task ---------------------------------------------------------------------------------------------------

test('by keyboard alone: a scenario is run, Payment killed, and of who was told an error and charged, the story and the line of code', async () => {
  const shop = await visit();
  const wordsOfFocus = () => shop.page.evaluate(() => document.activeElement.textContent.trim());
  /** Along the strip of tabs, to the one of this panel. */
  const toTab = async (panel) => {
    await shop.tabTo(await shop.page.evaluate(() => document.querySelector('[role="tab"][tabindex="0"]').id));
    for (let k = 0; await shop.focused() !== `tab-${panel}`; k += 1) {
      assert(k < 10, `there is no tab of ${panel}`);
      await shop.key('ArrowRight');
    }
    await shop.key('Enter');
    await until(() => shop.page.locator('[aria-busy="true"]').count(), 0);
  };

  await shop.tabTo('scenario');
  await shop.page.keyboard.type('Frozen');
  await until(() => shop.at('scenario').inputValue(), 'frozen-payment');
  await shop.tabTo('play');
  await shop.key('Enter');
  await until(() => shop.state(), /running|behind/);
  await shop.tabTo('finish');
  await shop.key('Enter');
  await shop.isStill();

  await shop.tabTo('kill-payment');
  await shop.key('Space');
  await until(() => shop.text('sentence-sync'), /Payment is down/);
  await shop.key('1');
  await until(() => shop.sync.count('refused'), 1);
  await shop.key('Space');
  await until(() => shop.at('kill-payment').getAttribute('aria-pressed'), 'false');

  await toTab('story');
  await shop.tabTo('orders-of');
  await shop.page.keyboard.type('sync: told error, charged');
  const harmed = () => shop.page.locator('.order:visible').allTextContents();
  await until(harmed, (numbers) => numbers.length > 0 && !numbers.includes('41'), 2000);
  await shop.key('Tab');
  const number = await wordsOfFocus();
  await shop.key('Enter');
  await until(() => shop.at('drawing-sync').getAttribute('aria-label'), new RegExp(`\\b${number}\\b`));
  await shop.key('Tab');
  for (let k = 0; await wordsOfFocus() !== 'In words'; k += 1) {
    assert(k < 20, 'the words cannot be reached');
    await shop.key('Tab');
  }
  await shop.key('Enter');
  const story = (await shop.page.locator('[data-side="sync"] .sentences li:visible').allTextContents()).join(' ');
  assert.match(story, /504/);
  assert.match(story, /charged|charges/);

  await toTab('code');
  await shop.tabTo('code-sync');
  const passed = () => shop.page.evaluate(() => [...document.activeElement.querySelectorAll('.passed')].map((line) => line.textContent.trim()));
  await until(passed, (lines) => lines.some((line) => /client\.post/.test(line)));
  assert((await passed()).some((line) => /504|Timeout/.test(line)), `the line that told the error, of ${await passed()}`);
});

// ---- single keys ----------------------------------------------------------------------------------------------------

/** Ten orders to both shops, paused in the middle. */
const MIDDLE = '#v1&do=0:click:both:10&at=500ms';

const sent = (shop, side) => shop.page.locator(`[data-side="${side}"] .whole summary`).textContent()
  .then((words) => Number(words.match(/(\d+) orders?$/)[1]));
const isPresented = (shop) => shop.page.evaluate(() => 'present' in document.documentElement.dataset);
/** Everything a single key can change. */
const standing = async (shop) => [await shop.digest(), await sent(shop, 'sync'), await sent(shop, 'async'), await shop.state(),
  await isPresented(shop), await isMapOpen(shop)].join(' ');

// The map comes with the panels' chunk. It is shut once it has given the focus back.
const isMapOpen = (shop) => shop.page.evaluate(() => {
  const map = document.getElementById('keys-map');
  return map !== null && (map.open || map.contains(document.activeElement));
});

async function openMap(shop) {
  await shop.key('?');
  await until(() => isMapOpen(shop), true);
}

async function shutMap(shop) {
  await shop.key('Escape');
  await until(() => isMapOpen(shop), false);
}

/** The rows of the map: the key as the keyboard calls it, and what is said of it. Opens the map and shuts it again. */
async function rowsOfTheMap(shop) {
  await openMap(shop);
  const rows = await shop.page.locator('#keys-map tr').evaluateAll((all) => all.map((row) =>
    [row.querySelector('kbd').textContent, row.querySelector('td').textContent]));
  await shutMap(shop);
  const names = { '←': 'ArrowLeft', '→': 'ArrowRight' };
  return rows.map(([key, words]) => [names[key] ?? key, words]);
}

const sends = (sync, queued) => async (shop, press) => {
  const before = [await sent(shop, 'sync'), await sent(shop, 'async')];
  await press();
  await until(() => sent(shop, 'sync'), before[0] + sync);
  await until(() => sent(shop, 'async'), before[1] + queued);
};

/** What has to come of a key of which the map says this, in a run that is paused. */
const DOES = {
  'play, pause': async (shop, press) => {
    await press();
    await until(() => shop.state(), /running|behind/);
    await press();
    await until(() => shop.state(), 'paused');
  },
  'one event forward': async (shop, press) => {
    const before = await shop.digest();
    await press();
    await until(() => shop.digest(), (digest) => digest !== before);
    assert.notEqual(await shop.text('happened'), '', 'and it is told');
  },
  'one event back': async (shop, press) => {
    const before = await shop.digest();
    await shop.press('step');
    await until(() => shop.digest(), (digest) => digest !== before);
    await press();
    await until(() => shop.digest(), before);
  },
  'one order to both shops': sends(1, 1),
  '10 to both': sends(10, 10),
  '100 to both': sends(100, 100),
  '1000 to both': sends(1000, 1000),
  'trigger the sync checkout': sends(1, 0),
  'trigger the async checkout': sends(0, 1),
  'present: the stage fills the window': async (shop, press) => {
    await press();
    await until(() => isPresented(shop), true);
    await press();
    await until(() => isPresented(shop), false);
  },
  'to the tabs below: arrows, then Enter': async (shop, press) => {
    await press();
    assert.match(await shop.focused(), /^tab-/);
    await shop.page.evaluate(() => document.activeElement.blur());
  },
  'this map': async (shop, press) => {
    await press();
    await until(() => isMapOpen(shop), true);
    await shutMap(shop);
  },
};

test('every key of the map does what the map says of it, and no other one does anything', async () => {
  const shop = await visit({ path: MIDDLE });
  const rows = await rowsOfTheMap(shop);
  assert.deepEqual(rows.map(([, words]) => words).sort(), Object.keys(DOES).sort());
  for (const [row, [key, words]] of rows.entries()) {
    await shop.type(`v1&do=0:click:both:10&at=${501 + row}ms`);
    await until(() => shop.state(), 'paused');
    await DOES[words](shop, () => shop.key(key)).catch((error) => assert.fail(`${key}, ${words}: ${error.message}`));
  }
  await shop.type('v1&do=0:click:both:3&at=400ms');
  await until(() => shop.text('clock'), '00:00.400');
  const before = await standing(shop);
  const others = [...'abcdefghijklmnopqrstuvwxyz0123456789?.,;:-+*/#!"$%&()=<>', 'Home', 'End', 'Delete', 'Backspace', 'Insert']
    .filter((key) => !rows.some(([name]) => name === key));
  for (const key of others) await shop.key(key);
  for (const key of ['Control+f', 'Alt+1', 'Control+ArrowRight']) await shop.key(key);
  await pass(100);
  assert.equal(await standing(shop), before);
});

test('a key that is held down sends one crowd, not thirty a second', async () => {
  const shop = await visit();
  for (let k = 0; k < 5; k += 1) await shop.page.keyboard.down('2'); // from the second time on it repeats
  await shop.page.keyboard.up('2');
  await until(() => sent(shop, 'sync'), (orders) => orders > 0);
  assert.equal(await sent(shop, 'sync'), 10);
});

test('single keys yield to what has the focus and uses them itself', async () => {
  const shop = await visit({ path: MIDDLE });
  const keys = (await rowsOfTheMap(shop)).map(([key]) => key);
  await shop.desk('experiment');
  await shop.unfold('experiment');
  const before = await standing(shop);
  // A list, a number that is typed, a slider, a text, a number.
  for (const id of ['speed', 'spine-payment_time_ms-typed', 'spine-consumers', 'experiment-json', 'seed']) {
    await shop.at(id).focus();
    // (An open list would take them all: it is a window of its own.)
    for (const key of keys.filter((name) => id !== 'speed' || name !== 'Space')) await shop.key(key);
    await shop.key('Escape');
    assert.equal(await isPresented(shop), false, `f in #${id}`);
    assert.equal(await isMapOpen(shop), false, `? in #${id}`);
    assert.equal(await sent(shop, 'sync'), 10, `in #${id}`);
    assert.equal(await shop.state(), 'paused', `Space in #${id}`);
  }
  // What was typed changed settings, so the run has another digest; but no event passed.
  assert.equal((await standing(shop)).split(' ').slice(1).join(' '), before.split(' ').slice(1).join(' '));
  // Space presses the button that has the focus, and nothing else; arrows walk along the tabs.
  await shop.at('kill-broker').focus();
  await shop.key('Space');
  await until(() => shop.at('kill-broker').getAttribute('aria-pressed'), 'true');
  assert.equal(await shop.state(), 'paused');
  const held = await shop.text('clock');
  await shop.at('tab-experiment').focus();
  await shop.key('ArrowLeft');
  assert.equal(await shop.focused(), 'tab-recorded');
  // What scrolls is scrolled.
  await shop.desk('code');
  await shop.at('code-sync').focus();
  for (const key of ['Space', 'ArrowRight', 'ArrowLeft']) await shop.key(key);
  await until(() => shop.page.evaluate(() => document.getElementById('code-sync').scrollTop), (top) => top > 0);
  assert.equal(await shop.state(), 'paused');
  assert.equal(await shop.text('clock'), held);
});

test('single keys can be switched off, for the next visit too, and on again', async () => {
  const shop = await visit({ path: MIDDLE });
  const keys = (await rowsOfTheMap(shop)).map(([key]) => key);
  await openMap(shop);
  await shop.tabTo('keys-on');
  await shop.key('Space');
  await shutMap(shop);
  const actsNot = async (when) => {
    await shop.page.evaluate(() => document.activeElement.blur());
    const before = await standing(shop);
    for (const key of keys) await shop.key(key);
    await pass(100);
    assert.equal(await standing(shop), before, when);
  };
  await actsNot('switched off');
  await shop.page.reload();
  await until(() => shop.at('clock').count(), 1);
  await until(() => shop.page.evaluate(() => document.getElementById('first-paint') === null), true);
  await actsNot('at the next visit');
  // The way out of Present is none of them.
  await shop.tabTo('present');
  await shop.key('Enter');
  await until(() => isPresented(shop), true);
  await shop.key('Escape');
  await until(() => isPresented(shop), false);
  await shop.tabTo('keys');
  await shop.key('Enter');
  await until(() => isMapOpen(shop), true);
  await shop.tabTo('keys-on');
  await shop.key('Space');
  await shutMap(shop);
  await shop.page.evaluate(() => document.activeElement.blur());
  await sends(1, 1)(shop, () => shop.key('1'));
});

// ---- what a control does: its help ----------------------------------------------------------------------------------

/** The helps that are seen, each with what it covers of the answers. */
const helps = (shop) => shop.page.evaluate(() => [...document.querySelectorAll('.help.bubble')]
  .filter((help) => help.checkVisibility({ visibilityProperty: true }))
  .map((help) => {
    const room = help.getBoundingClientRect();
    const covers = ['#sentence', '.clocks', '.ledger', '#play'].filter((place) => [...document.querySelectorAll(place)].some((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return left < room.right - 1 && right > room.left + 1 && top < room.bottom - 1 && bottom > room.top + 1;
    }));
    return [help.id, covers];
  }));

for (const [width, height, path] of [[390, 664, ''], [640, 480, '?embed=1'], [320, 480, '?embed=1'], [1280, 800, ''], [1366, 650, '']]) {
  test(`at ${width}×${height} help covers no answer, and goes by Escape, when a run plays, and with the finger`, async () => {
    const shop = await visit({ path: `${path}#v1&do=0:click:both:12&at=1500ms`, width, height });
    const slider = 'spine-payment_time_ms';
    const seen = [[`${slider}-help`, []]];
    await shop.tabTo(slider);
    await until(() => helps(shop), (all) => all.length > 0);
    await shop.key('ArrowRight');
    await until(() => shop.text(`${slider}-help`), /from now on/);
    assert.deepEqual(await helps(shop), seen, 'when it says the most');
    await shop.key('Escape');
    assert.deepEqual(await helps(shop), [], 'put away');
    await shop.tabTo('play');
    await shop.tabTo(slider);
    assert.deepEqual(await helps(shop), seen, 'asked again');
    await shop.page.evaluate(() => document.getElementById('play').click());
    await until(() => helps(shop).then((all) => all.length), 0);
    await shop.page.evaluate(() => document.getElementById('play').click());

    // With the pointer: it comes after a while, stays while the pointer is on it, and Escape puts it away, whatever has the focus.
    await shop.tabTo('play');
    await shop.at(slider).hover();
    await until(() => helps(shop).then((all) => all.length), 1);
    await shop.at(`${slider}-help`).hover();
    await pass(700);
    assert.deepEqual(await helps(shop), seen, 'the pointer is on it');
    await shop.key('Escape');
    assert.deepEqual(await helps(shop), []);
    await shop.at('trigger-async').hover();
    await shop.at(slider).hover();
    await until(() => helps(shop).then((all) => all.length), 1);
    await shop.at(slider).dispatchEvent('pointerup', { pointerType: 'touch' });
    assert.deepEqual(await helps(shop), [], 'a finger was lifted');
  });
}

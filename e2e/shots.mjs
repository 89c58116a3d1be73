// Takes pictures of the page in dist/, to be looked at after a visible change:
//
//   node e2e/shots.mjs                                              all of them, into target/shots
//   node --test-name-pattern='thousand.*dark' e2e/shots.mjs         some
//   SHOTS=docs/screenshots node --test-name-pattern='…' e2e/shots.mjs   those that a document shows
//
// Pictures of moments are not the same pixel by pixel each time: commit those that show something new.
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pass, until, visit } from './page.mjs';

const FOLDER = process.env.SHOTS || fileURLToPath(new URL('../target/shots', import.meta.url));
const SIZES = [[1280, 800], [390, 844]];
const WIDE = [SIZES[0]];
const EMBED = [[640, 480], [320, 480]];
const PHONE = [SIZES[1]];
const LIGHT = ['light'];
const DARK = ['dark'];

/** Scenarios about what breaks, and when they show it, in seconds. */
const BROKEN = [
  ['poison-message', 8], ['prefetch-trap', 2.7], ['drop-head', 8], ['reject-unconfirmed', 8], ['crash-before-ack', 3.2],
  ['frozen-payment', 7], ['retry-storm', 15],
];

/** What is to be seen, in which windows, what is done for it, and then: in which themes, at which address, looking where. */
const SCENES = [
  ['idle', SIZES, async () => {}],

  ['one-order', SIZES, async (shop) => {
    await shop.press('both');
    await until(() => shop.async.story(), /^202/);
    await pass(120); // the answer is on its way up, the message on its way down
    await shop.press('play');
  }],

  ['thousand', SIZES, async (shop) => {
    await shop.speed(5);
    await shop.press('both-1000');
    await at(shop, 7);
  }],

  ['payment-down', SIZES, async (shop) => {
    await shop.at('scenario').selectOption('payment-outage');
    await shop.speed(5);
    await shop.press('play');
    await at(shop, 12);
  }],

  ['drained', SIZES, async (shop) => {
    await shop.at('scenario').selectOption('payment-outage');
    await shop.finish();
  }],

  ...BROKEN.map(([preset, seconds]) => [preset, WIDE, async (shop) => {
    await shop.at('scenario').selectOption(preset);
    if (seconds > 10) await shop.speed(2);
    await shop.press('play');
    await at(shop, seconds);
  }, { themes: LIGHT }]),

  // Several services: one after the other, all at once, and each from the one before it.
  ['six-calls', WIDE, (shop) => scenario(shop, 'six-calls', 1.25), { themes: LIGHT }],
  ['in-parallel', PHONE, (shop) => scenario(shop, 'in-parallel', 0.25), { themes: DARK }],
  ['choreography', [EMBED[0]], () => {}, {
    path: '?embed=1#v1&services=inventory.payment.shipping.invoice.email.loyalty&async_events=choreography&payment_time_ms=500'
      + ['inventory', 'shipping', 'invoice', 'email', 'loyalty'].map((name) => `&${name}.time_ms=500&${name}.consumers=4`).join('')
      + '&consumers=4&do=0:click:both:24&at=1800ms',
    themes: LIGHT,
  }],

  ['code', SIZES, async (shop) => {
    await shop.press('both');
    await until(() => shop.clock(), (clock) => clock > 1.4);
    await shop.setting('payment_time_ms').focus();
    await shop.key('PageDown');
    await shop.desk('code');
    await shop.page.locator('#code-sync .lit').waitFor();
    await shop.press('play');
  }, { look: '#code' }],

  ['story-timed-out', SIZES, story, { path: '#v1&read_timeout_ms=1000&do=0:click:both:1&at=9s&order=0', look: '#story' }],
  ['story-handed-out-again', SIZES, story, {
    path: '#v1&payment_time_ms=2000&do=0:click:both:1&do=1s:break:payment-down&do=3s:heal:payment-down&at=9s&order=0', look: '#story', themes: LIGHT,
  }],
  ['lessons', SIZES, (shop) => shop.desk('learn'), { look: '#learn', themes: LIGHT }],

  ['textbook', SIZES, (shop) => shop.desk('theory'), {
    path: '#v1&overheads=none&arrivals=poisson&arrival_rate_per_s=30&payment_time_ms=100&payment_time_spread=exponential&payment_threads=4&consumers=4&at=60s',
    look: '#theory', themes: LIGHT,
  }],
  ['recorded', SIZES, async (shop) => {
    await shop.press('recorded-open');
    await shop.at('recorded-run').selectOption('06b-overload-sync-timeouts');
    await until(() => shop.text('recorded-verdict'), /Holds/);
  }, { look: '#recorded' }],

  ['embed-dialog', WIDE, async (shop) => {
    await shop.press('embed');
    await shop.at('embed-panel-code').check();
    await shop.page.frameLocator('#embed-preview').locator('#trigger-sync').waitFor();
  }],
  ['embed-idle', EMBED, async () => {}, { path: '?embed=1', themes: LIGHT }],
  ['embed-busy', EMBED, async (shop) => {
    await shop.press('both-100');
    await at(shop, 1.2);
  }, { path: '?embed=1&panels=race', look: '.lanes' }],
  ['embed-broken', EMBED, async (shop) => {
    await shop.at('kill-workers').filter({ hasText: 'restart' }).waitFor();
  }, { path: '?embed=1#v1&do=0:click:both:20&do=1s:break:payment-down&do=2s:click:both:20&at=2300ms', themes: LIGHT }],
];

/** A scenario of the menu, slowly, until this many seconds. */
async function scenario(shop, name, seconds) {
  await shop.at('scenario').selectOption(name);
  await shop.speed(0.25);
  await shop.press('play');
  await at(shop, seconds);
}

async function story(shop) {
  await shop.desk('story');
  await until(() => shop.page.locator('#drawing-sync text').count(), (count) => count > 5);
}

/** Plays until this many seconds, and holds there. */
async function at(shop, seconds) {
  await until(() => shop.clock(), (clock) => clock > seconds);
  await shop.press('play');
}

for (const [name, sizes, prepare, { path = '', look, themes = ['light', 'dark'] } = {}] of SCENES) {
  for (const [width, height] of sizes) {
    for (const theme of themes) {
      const picture = `${name}-${theme}-${width}x${height}`;
      test(picture, async () => {
        mkdirSync(FOLDER, { recursive: true });
        const shop = await visit({ path, width, height, theme });
        await prepare(shop);
        await pass(300);
        await shop.page.mouse.move(0, 0);
        await shop.page.evaluate((place) => {
          document.activeElement.blur();
          scrollTo(0, place ? document.querySelector(place).getBoundingClientRect().top + scrollY - 8 : 0);
        }, look);
        await shop.page.screenshot({ path: `${FOLDER}/${picture}.png` });
      });
    }
  }
}

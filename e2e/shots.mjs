// Takes the pictures of the documentation from the page in dist/:
//
//   node e2e/shots.mjs                                              all of them
//   node --test-name-pattern='thousand.*dark' e2e/shots.mjs         some
//
// Pictures of moments are not the same pixel by pixel each time: commit those that show something new.
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pass, until, visit } from './page.mjs';

const FOLDER = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const SIZES = [[1280, 800], [390, 844]];
const EMBED = [[640, 480]];

/** What is to be seen, what is done for it, and in which windows. */
const SCENES = [
  ['idle', SIZES, async () => {}],

  ['one-order', SIZES, async (shop) => {
    await shop.press('both');
    await until(() => shop.async.story(), /^202/);
    await pass(120); // the answer is on its way up, the message on its way down
    await shop.press('play');
  }],

  ['thousand', [...SIZES, ...EMBED], async (shop) => {
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
];

/** Plays until this many seconds, and holds there. */
async function at(shop, seconds) {
  await until(() => shop.clock(), (clock) => clock > seconds);
  await shop.press('play');
}

for (const [name, sizes, prepare] of SCENES) {
  for (const [width, height] of sizes) {
    for (const theme of ['light', 'dark']) {
      const picture = `${name}-${theme}-${width}x${height}`;
      test(picture, async () => {
        mkdirSync(FOLDER, { recursive: true });
        const shop = await visit({ width, height, theme });
        await prepare(shop);
        await pass(300);
        await shop.page.mouse.move(0, 0);
        await shop.page.evaluate((low) => {
          document.activeElement.blur();
          // A low window shows the stages, not the controls above them.
          scrollTo(0, low ? document.querySelector('.stage').getBoundingClientRect().top + scrollY - 8 : 0);
        }, height < 600);
        await shop.page.screenshot({ path: `${FOLDER}/${picture}.png` });
      });
    }
  }
}

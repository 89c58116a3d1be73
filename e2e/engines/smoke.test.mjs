// The page in the engines that are not Chromium: what every reader does first works there too. Not matched by
// e2e/*.test.mjs, which are the tests in Chromium; ./check --only engines runs these.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { site } from '../harness.mjs';
import { until } from '../page.mjs';
import { WINDOWS, hasStarted, measured } from '../rectangles.mjs';
import { digestOf, twin } from '../twin.mjs';
import * as firefox from './firefox.mjs';
import * as webkit from './webkit.mjs';

const WIDE = { width: 1280, height: 800 };

/** Clicks, a change, a failure and its end, all at one moment of a run that goes on. */
const LINK = '#v1&seed=7&payment_time_ms=800&payment_time_spread=exponential&do=0:click:both:40&do=1s:break:payment-down'
  + '&do=2s:click:async:3&do=3s:heal:payment-down&at=4s';

// (Side by side: most of what a test does is wait for the page.)
describe('every engine', { concurrency: true }, () => {
  for (const engine of [firefox, webkit]) {
    describe(engine.name, { concurrency: false }, () => {
      let browser;
      let address;
      before(async () => {
        address = (await site()).url;
        browser = await engine.launch();
      });
      after(() => browser?.close());

      const smoke = (what, steps) => test(what, async (t) => {
        const faults = await tried(steps);
        if (!faults) return;
        t.diagnostic(`a fault that is the engine's own (${engine.name}; ARCHITECTURE.md says why), so once more in a new browser: ${faults.join('\n')}`);
        await browser.close();
        browser = await engine.launch();
        assert.deepEqual(await tried(steps), undefined, 'it came again');
      });
      /** Nothing if all went well; what the page said, if that is the engine's own fault. */
      const tried = async (steps) => {
        await browser.complaints();
        let failed;
        try {
          await steps();
        } catch (error) {
          failed = error;
        }
        const said = await browser.complaints();
        if (said.some((words) => engine.itsOwnFault?.test(words))) return said;
        if (failed) throw failed;
        assert.deepEqual(said, [], 'the page misbehaved');
        return undefined;
      };
      const visit = async (path = '') => {
        await browser.open(new URL(path, address).href, WIDE);
        await hasStarted(browser);
      };
      const count = async (side, outcome) => Number(await browser.evaluate(
        (place) => document.querySelector(place).textContent, `#ledger-${side} li[data-outcome="${outcome}"] b`,
      ));

      smoke('the page opens, at rest, and asks nobody else for anything', async () => {
        await visit();
        assert.equal(await browser.text('clock'), '00:00.000');
        assert.equal(await browser.text('state'), 'still');
        const asked = await browser.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
        assert(asked.some((name) => name.endsWith('.wasm')), `only ${asked}`);
        assert.deepEqual(asked.filter((name) => !name.startsWith(address)), []);
      });

      smoke('both triggers are answered: 202 at once, 200 when the payment is made', async () => {
        await visit();
        await browser.click('trigger-sync');
        await browser.click('trigger-async');
        await until(() => browser.text('story-async'), /^202 Accepted after \d(\.\d)? ms · payment still to come$/);
        assert.match(await browser.text('story-sync'), /^waiting…/);
        await until(() => browser.text('story-sync'), /^200 OK after 3\.0\d s · paid after 3\.0\d s$/);
        await until(() => browser.text('story-async'), /^202 Accepted after .* · paid after 3\.0\d s$/);
      });

      smoke('a thousand at once to both: the counts move, and end where they must', async () => {
        await visit();
        await browser.click('both-1000');
        await until(() => count('async', 'accepted'), (orders) => orders > 500);
        await until(() => count('sync', 'paid'), (orders) => orders >= 40);
        await browser.click('finish');
        await until(() => browser.text('state'), 'still');
        for (const side of ['sync', 'async']) assert.equal(await browser.text(`charged-${side}`), '1000 of 1000', side);
      });

      smoke('with Payment killed a sync order is refused, and an async one waits', async () => {
        await visit();
        await browser.click('kill-payment');
        await browser.click('trigger-sync');
        await until(() => browser.text('story-sync'), /^503 Service Unavailable after \d+(\.\d)? ms · not charged$/);
        await browser.click('trigger-async');
        await until(() => browser.text('queue-meta'), 'ready 1 · unacked 0');
      });

      smoke('a link opens at the moment, and goes on to the end, that the command line gives', async () => {
        await visit(LINK);
        assert.equal(await browser.text('clock'), '00:04.000');
        assert.equal(await browser.text('digest'), digestOf(JSON.parse(twin('run', LINK))));
        await browser.click('finish');
        await until(() => browser.text('state'), 'still');
        assert.equal(await browser.text('digest'), digestOf(JSON.parse(twin('run', LINK, '--to-end'))));
      });

      for (const window of WINDOWS) {
        smoke(`${window.name}: everything that has to be seen is, whole and large enough`, async () => {
          assert.deepEqual(await measured(browser, window, address), []);
        });
      }
    });
  }
});

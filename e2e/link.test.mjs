// A link is the whole experiment: made in one browser, it gives the same run in another one and on the command line,
// and no text after the # is too broken for the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pass, until, visit } from './page.mjs';
import { digestOf, twin } from './twin.mjs';

const fragmentOf = (link) => link.slice(link.indexOf('#'));
/** Without the panel that is open: each of the two readers has their own. */
const plain = (link) => link.replace(/&show=\w+/, '');
const native = (link, ...options) => JSON.parse(twin('run', link, ...options));

/** The same moment as `shop` shows, and from there on the same run, in another browser and on the command line. */
async function isTheSameElsewhere(shop, link) {
  const there = await visit({ path: fragmentOf(link) });
  const [digest, clock] = [await shop.digest(), await shop.text('clock')];
  assert.equal(await there.digest(), digest, 'at once');
  assert.equal(await there.text('clock'), clock);
  assert.deepEqual(await there.sync.ledger(), await shop.sync.ledger());
  assert.deepEqual(await there.async.ledger(), await shop.async.ledger());
  assert.equal(digestOf(native(link)), digest, 'natively');
  assert.deepEqual(native(link), await there.saved('save-report'), 'the report of this moment');
  assert.equal(plain(await there.link()), plain(link), 'and the link stays as it is');
  for (const one of [there, shop]) if (await one.state() !== 'still') await one.finish();
  const end = await shop.digest();
  assert.equal(await there.digest(), end, 'at the end');
  const report = native(link, '--to-end');
  assert.equal(digestOf(report), end, 'natively, at the end');
  assert.deepEqual(await there.saved('save-report'), report);
}

// ---- made by clicking -----------------------------------------------------------------------------------------------

test('a link made with every kind of click gives the same moment and the same end elsewhere', async () => {
  const shop = await visit();
  await shop.unfold('settings');
  await shop.press('both');
  await shop.press('both-100');
  await until(() => shop.clock(), (seconds) => seconds > 0.2);
  await shop.fault('payment');
  await shop.async.crowd(10);
  await shop.setting('payment_time_ms').focus();
  await shop.key('PageDown');
  await shop.setting('payment_time_spread').selectOption('exponential');
  await shop.setting('queue_durable').uncheck();
  await shop.fault('payment', false);
  await shop.press('kill-broker');
  await shop.sync.crowd(10);
  await until(() => shop.clock(), (seconds) => seconds > 0.4);
  await shop.press('kill-broker');
  await shop.fault('network');
  await shop.sync.trigger.click();
  await shop.fault('network', false);
  await shop.press('make-fair');
  await shop.press('play');
  await isTheSameElsewhere(shop, await shop.address());
});

test('after each single step the link gives exactly that step elsewhere', async () => {
  const shop = await visit();
  await shop.speed(0.1);
  await shop.press('both-10');
  await shop.press('play');
  const there = await visit();
  for (let k = 0; k < 6; k += 1) {
    await shop.press('step');
    const link = await shop.link();
    await there.type(fragmentOf(link));
    await until(() => there.text('clock'), await shop.text('clock'));
    assert.equal(await there.digest(), await shop.digest(), `step ${k + 1}: ${link}`);
    assert.equal(digestOf(native(link)), await shop.digest(), `step ${k + 1}, natively`);
  }
});

test('a scenario, its plan changed and its end reached, gives the same elsewhere', async () => {
  const shop = await visit();
  await shop.at('scenario').selectOption('payment-outage');
  await shop.setting('consumers').focus();
  await shop.key('PageUp');
  await shop.finish();
  await shop.async.crowd(10);
  await shop.finish();
  const link = await shop.address();
  assert.match(link, /preset=payment-outage/);
  await isTheSameElsewhere(shop, link);
});

// ---- the address bar ------------------------------------------------------------------------------------------------

test('the history does not grow while one plays, Back leaves a lesson, and a reload changes nothing', async () => {
  const shop = await visit();
  const entries = () => shop.page.evaluate(() => history.length);
  const before = await entries();
  await shop.setting('payment_time_ms').focus();
  for (let k = 0; k < 60; k += 1) await shop.key(k % 2 ? 'ArrowLeft' : 'PageDown');
  for (const part of ['payment', 'broker', 'network']) {
    await shop.fault(part);
    await shop.press('both-10');
    await shop.fault(part, false);
  }
  await shop.press('both-1000');
  await shop.press('play');
  const link = await shop.address();
  assert.equal(await entries(), before);

  const digest = await shop.digest();
  await shop.page.reload();
  await until(() => shop.at('digest').count(), 1);
  assert.equal(await shop.digest(), digest, 'after a reload');
  assert.equal(plain(await shop.link()), plain(link));

  await shop.desk('learn');
  await shop.press('lesson-latency');
  await until(() => shop.text('clock'), '00:01.500');
  assert.equal(await entries(), before + 1);
  await shop.page.goBack();
  await until(() => shop.digest(), digest);
  assert.equal(plain(await shop.link()), plain(link));
  await shop.page.goForward();
  await until(() => shop.text('clock'), '00:01.500');
});

test('what was done just before a link was followed is still there after Back', async () => {
  const shop = await visit();
  await shop.desk('learn');
  await shop.press('play');
  await shop.page.evaluate(() => {
    // Faster than any hand: within the half second in which the address may be behind.
    document.getElementById('both-10').click();
    document.getElementById('kill-payment').click();
    document.getElementById('both-100').click();
    document.getElementById('lesson-latency').click();
  });
  await until(() => shop.text('clock'), '00:01.500');
  await shop.page.goBack();
  await until(() => shop.text('clock'), '00:00.000');
  assert.match(await shop.link(), /do=0:click:both:10&do=0:break:payment-down&do=0:click:both:100/);
});

test('a link that is followed while the page is about to write its own is not overwritten', async () => {
  // Browsers may run a timer that is due between the new address and the word of it.
  const shop = await visit({ prepare: (page) => page.addInitScript(() => {
    const later = globalThis.setTimeout.bind(globalThis);
    globalThis.__due = [];
    globalThis.setTimeout = (act, ms, ...rest) => {
      let over = false;
      const once = () => {
        if (!over) act(...rest);
        over = true;
      };
      if (ms > 0 && ms <= 501) globalThis.__due.push(once);
      return later(once, ms);
    };
  }) });
  await shop.page.evaluate(() => {
    document.getElementById('both-10').click();
    document.getElementById('kill-payment').click(); // its writing is put off
    if (globalThis.__due.length === 0) throw new Error('nothing is put off');
    const from = performance.now();
    while (performance.now() - from < 510);
    location.hash = 'v1&seed=9&do=0:click:both:3&at=1s';
    globalThis.__due.forEach((act) => act());
  });
  await until(() => shop.text('clock'), '00:01.000', 3000);
  assert.match(await shop.link(), /seed=9/);
});

test('a link typed by hand opens, also in the forms in which links arrive', async () => {
  const shop = await visit();
  const open = async (fragment, clock) => {
    await shop.type(fragment);
    await until(() => shop.text('clock'), clock);
    assert.equal(await shop.state(), 'paused');
    assert.equal(await shop.page.locator('.notices').isVisible(), false, fragment);
    return shop.digest();
  };
  const plain = await open('v1&seed=5&payment_time_ms=2000&do=0:click:both:7&at=1s', '00:01.000');
  await open('v1&do=0:click:both:7&at=2s', '00:02.000');
  assert.equal(await open('v1%26at%3D1s%26seed=5&do=0%3Aclick%3Aboth%3A7&payment_time_ms=2000', '00:01.000'), plain, 'escaped, in another order');
  await shop.type('');
  await until(() => shop.text('clock'), '00:00.000');
  assert.equal((await shop.sync.ledger()).sent, 0);
});

// ---- broken ones ----------------------------------------------------------------------------------------------------

const MANY = '&do=1s:click:both:1'.repeat(10_001);
const BROKEN = {
  'a word for a number': ['v1&payment_time_ms=soon', /payment_time_ms/],
  'out of range': ['v1&consumers=-3', /consumers/],
  'far out of range': ['v1&consumers=999999999', /consumers/],
  'too long a number': [`v1&payment_time_ms=${'9'.repeat(400)}`, /payment_time_ms/],
  'an exponent': ['v1&payment_time_ms=1e300', /payment_time_ms/],
  'not a number': ['v1&payment_time_ms=NaN', /payment_time_ms/],
  'an unknown choice': ['v1&ack_mode=perhaps', /ack_mode/],
  'an unknown setting': ['v1&moons=4', /moons/],
  'an unknown deed': ['v1&do=5s:explode:payment-down', /do/],
  'an unknown fault': ['v1&do=5s:break:everything', /do/],
  'too many orders': ['v1&do=0:click:both:99999999999', /do/],
  'a time before the start': ['v1&do=-5s:click:both:1', /do/],
  'a time that is none': ['v1&do=later:click:both:1', /do/],
  'an empty deed': ['v1&do=', /do/],
  'no moment': ['v1&at=forever', /at/],
  'a moment beyond all': ['v1&at=99999999999999999999us', /at/],
  'no seed': ['v1&seed=-1', /seed/],
  'half a seed': ['v1&seed=1.5', /seed/],
  'no order': ['v1&order=first', /order/],
  'an order beyond all': ['v1&order=99999999999999999999', /order/],
  'a later version': ['v7&seed=3', /version|v7|v1/],
  'an unknown preset': ['v1&preset=black-friday', /black-friday/],
  'another engine': ['v1&engine=99.0.0&seed=3', /99\.0\.0/],
  'no link at all': ['hello world', /hello/],
  'a broken escape': ['v1&seed=%E0%A4%A', /seed/],
  'a lone percent sign': ['%', /\S/],
  'HTML': ['v1&<img src=x onerror=alert(1)>=1', /img/],
  'a crab and a null': ['v1&🦀=%00', /\S/],
  'ten thousand and one deeds': [`v1${MANY}`, /10000|10,000|ten thousand/i],
  'a megabyte': [`v1&seed=${'1'.repeat(1_000_001)}`, /\S/],
};

test('every broken link gets a sentence, and the page goes on', async (t) => {
  const shop = await visit();
  for (const [kind, [fragment, words]] of Object.entries(BROKEN)) {
    await shop.type(fragment);
    const said = await until(() => shop.notices(), words, 5000).catch((error) => assert.fail(`${kind}: ${error.message.slice(0, 300)}`));
    assert(said.length > 20 && said.length < 6000, `${kind}: ${said.slice(0, 200)}`);
    assert.equal(await shop.page.locator('.notices').isVisible(), true, kind);
    t.diagnostic(`${kind}: ${said.slice(0, 160)}`);
    await shop.page.getByRole('button', { name: 'Dismiss' }).click();
    await shop.press('both');
    // (Beyond ten thousand deeds nothing more can be done to a run.)
    if (fragment.includes(MANY)) await until(() => shop.notices(), /10000|10,000/);
    else await until(() => shop.milestone(), /^One sync user/);
  }
  await shop.type('v1&seed=2');
  await until(() => shop.text('clock'), '00:00.000');
  await shop.press('both');
  await shop.finish();
  assert.equal(await shop.sync.count('paid'), 1);
});

test('a page that is opened with a broken link starts, says so and works', async () => {
  for (const kind of ['out of range', 'no link at all', 'a broken escape', 'a megabyte']) {
    const shop = await visit({ path: `#${BROKEN[kind][0]}` });
    await until(() => shop.notices(), BROKEN[kind][1]);
    await shop.sync.trigger.click();
    await until(() => shop.sync.story(), /^waiting/);
    await shop.page.close();
  }
});

test('a link to a moment that takes long to reach keeps the page at hand, and can be left', async () => {
  const shop = await visit({ path: '#v1&arrivals=poisson&arrival_rate_per_s=1000&arrivals_stop_s=86400&at=9007199254740991us' });
  await until(() => shop.text('finish'), 'cancel');
  await shop.press('finish');
  await until(() => shop.state(), 'paused');
  const held = await shop.text('clock');
  await pass(200);
  assert.equal(await shop.text('clock'), held);
  await shop.type('v1');
  await until(() => shop.text('clock'), '00:00.000');
});

// ---- for ever -------------------------------------------------------------------------------------------------------

test('a link that was handed out gives the digest it gave then', async () => {
  const link = 'v1&engine=0.1.0&preset=payment-outage&seed=7&arrivals=poisson&arrivals_stop_s=30&consumers=4&payment_threads=4'
    + '&payment_time_ms=1000&do=5s:break:payment-down&do=15s:heal:payment-down&at=20500ms';
  const report = native(link);
  const shop = await visit({ path: `#${link}` });
  assert.equal(await shop.digest(), digestOf(report));
  // (The engine has changed since, and this is nothing that it does otherwise.)
  assert.deepEqual([report.sync.digest, report.async.digest], ['aa5cc75aef7d1311', '67918245fad8a81e']);
});

// What a reader can do on the page, and what must come of it. Times are simulated ones, so the machine's speed is
// irrelevant; counters are exact.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFrames, pass, until, visit } from './page.mjs';

// ---- the page moves only when an order does -------------------------------------------------------------------------

test('the page starts still and asks for no animation frame', async () => {
  const shop = await visit({ prepare: countFrames });
  assert.equal(await shop.text('clock'), '00:00.000');
  assert.equal(await shop.state(), 'still');
  await shop.isAtRest();
  for (const panel of ['code', 'experiment']) {
    await shop.desk(panel);
    await shop.isAtRest();
  }
  assert.equal(await shop.text('clock'), '00:00.000');
});

test('a run that has ended, and has been drawn, asks for no more frames', async () => {
  const shop = await visit({ prepare: countFrames });
  await shop.speed(50);
  await shop.press('both');
  await until(() => shop.async.count('paid'), 1);
  await shop.isStill();
  await shop.isAtRest();
  await shop.desk('story');
  await shop.isAtRest();
});

test('a paused run asks for no frames', async () => {
  const shop = await visit({ prepare: countFrames });
  await shop.press('both-10');
  await until(() => shop.clock(), (seconds) => seconds > 0.2);
  await shop.press('play');
  assert.equal(await shop.state(), 'paused');
  await shop.desk('code');
  await shop.isAtRest();
});

// ---- one order each way ---------------------------------------------------------------------------------------------

test('a sync user waits, with the button busy, until the payment is made', async () => {
  const shop = await visit();
  await shop.speed(0.25);
  await shop.sync.trigger.click();
  assert.equal(await shop.sync.isBusy(), true);
  await until(() => shop.sync.story(), /^waiting… \d\.[1-9] s$/);
  assert.equal(await shop.focused(), 'trigger-sync', 'a busy button keeps the focus');
  await shop.key('Enter');
  assert.equal((await shop.sync.ledger()).sent, 1, 'a busy button sends nothing');
  await shop.speed(10);
  await until(() => shop.sync.story(), /^200 OK after 3\.0\d s · paid after 3\.0\d s$/);
  assert.equal(await shop.sync.isBusy(), false);
  await shop.isStill();
  assert.equal((await shop.sync.ledger()).ok.once, 1);
});

test('an async user is told within 20 ms, and the payment is made three seconds later', async () => {
  const shop = await visit();
  await shop.speed(0.5);
  await shop.async.trigger.click();
  const told = await until(() => shop.async.story(), /^202 Accepted after .* · payment still to come$/);
  assert.equal(await shop.async.isBusy(), false, 'free for the next click');
  const ms = Number(told.match(/after ([\d.]+) ms/)[1]);
  assert(ms > 0 && ms <= 20, told);
  assert.equal(await shop.async.count('accepted'), 1);
  await shop.finish();
  assert.match(await shop.async.story(), /^202 Accepted after .* ms · paid after 3\.0\d s$/);
  assert.equal((await shop.async.ledger()).accepted.once, 1);
});

test('an order to both is one order to each', async () => {
  const shop = await visit();
  await shop.press('both');
  await shop.finish();
  assert.equal((await shop.sync.ledger()).ok.once, 1);
  assert.equal((await shop.async.ledger()).accepted.once, 1);
});

// ---- failures -------------------------------------------------------------------------------------------------------

test('with Payment down a sync user is refused at once, an async order waits and is paid when Payment is back', async () => {
  const shop = await visit();
  await shop.fault('payment');
  await until(() => shop.text('servers-sync'), 'down: refuses');
  await shop.sync.trigger.click();
  await until(() => shop.sync.story(), /^503 Service Unavailable after \d+(\.\d)? ms · not charged$/);
  await shop.async.trigger.click();
  await until(() => shop.async.story(), /^202 Accepted after .* ms · payment still to come$/);
  // Nothing happens, and yet time passes: the outage lasts as long as it is let.
  await until(() => shop.clock(), (seconds) => seconds > 1.5);
  assert.equal(await shop.state(), 'running');
  assert.equal(await shop.async.count('accepted'), 1);
  assert.equal(await shop.text('queue-meta'), 'ready 1 · unacked 0');
  await shop.fault('payment', false);
  await shop.finish();
  assert.equal(await shop.text('queue-meta'), 'ready 0 · unacked 0');
  assert.equal((await shop.async.ledger()).accepted.once, 1, 'nothing is lost');
  assert(Number((await shop.async.story()).match(/paid after (\d+\.\d+)\ss/)[1]) > 4.4, 'paid late, by as long as it was down');
  assert.equal((await shop.sync.ledger()).error.never, 1);
});

test('with the broker down an async user is refused, and sync goes on', async () => {
  const shop = await visit();
  await shop.fault('broker');
  await until(() => shop.text('queue-meta'), 'broker down');
  await shop.async.trigger.click();
  await until(() => shop.async.story(), /^503 Service Unavailable after .* ms · not charged$/);
  await shop.sync.trigger.click();
  await shop.finish();
  assert.match(await shop.sync.story(), /^200 OK after 3\.0\d s/);
  await shop.fault('broker', false);
  await shop.async.trigger.click();
  await shop.finish();
  assert.match(await shop.async.story(), /^202 Accepted after .* · paid after 3\.0\d s$/);
});

test('a broker restart forgets a transient queue: orders are promised and never charged', async () => {
  const shop = await visit();
  await shop.desk('settings');
  await shop.setting('queue_durable').uncheck();
  await shop.setting('messages_persistent').uncheck();
  await shop.speed(0.1);
  await shop.async.crowd(10);
  await until(() => shop.text('queue-meta'), 'ready 9 · unacked 1');
  await shop.fault('broker');
  await shop.fault('broker', false);
  await shop.finish();
  const { accepted } = await shop.async.ledger();
  assert.equal(accepted.never, 9, 'the ready messages are gone');
  assert.equal(accepted.never + accepted.once, 10);
  assert.equal(await shop.async.count('lost'), 9);
});

test('a broker restart keeps persistent messages in a durable queue', async () => {
  const shop = await visit();
  await shop.speed(0.1);
  await shop.async.crowd(10);
  await until(() => shop.text('queue-meta'), 'ready 9 · unacked 1');
  await shop.fault('broker');
  await shop.fault('broker', false);
  await shop.finish();
  const { accepted } = await shop.async.ledger();
  assert.equal(accepted.never, 0);
  assert.equal(accepted.once + accepted.many, 10);
});

test('what is published into a cut network is held, and arrives when it is mended', async () => {
  const shop = await visit();
  await shop.fault('network');
  const words = shop.page.locator('[data-side="async"] .cable');
  await until(() => words.textContent(), '✂ cut');
  assert.equal(await words.isVisible(), true);
  await shop.async.trigger.click();
  await until(() => shop.async.story(), /^202 Accepted after .* ms · payment still to come$/);
  await until(() => words.textContent(), '✂ cut · 1 held');
  assert.equal(await shop.text('queue-meta'), 'ready 0 · unacked 0');
  await shop.fault('network', false);
  await until(() => words.isVisible(), false);
  await shop.finish();
  assert.equal((await shop.async.ledger()).accepted.once, 1);
});

test('a service is killed and restarted where it stands', async () => {
  const shop = await visit();
  for (const [button, meta] of [['kill-payment', 'servers-sync'], ['kill-payment', 'servers-async'], ['kill-broker', 'queue-meta']]) {
    const word = await shop.text(button);
    await shop.press(button);
    await until(() => shop.text(meta), /down/);
    assert.equal(await shop.at(button).getAttribute('aria-pressed'), 'true');
    assert.match(await shop.text(button), /^restart/);
    await shop.press(button);
    await until(() => shop.text(meta), /^(busy|ready) 0/);
    assert.equal(await shop.text(button), word);
  }
});

// ---- time -----------------------------------------------------------------------------------------------------------

test('a pause holds the clock, and play lets it go on', async () => {
  const shop = await visit();
  await shop.press('both-100');
  await until(() => shop.clock(), (seconds) => seconds > 0.1);
  await shop.press('play');
  assert.equal(await shop.state(), 'paused');
  assert.equal(await shop.at('play').getAttribute('aria-label'), 'Play');
  const held = await shop.text('clock');
  await pass(300);
  assert.equal(await shop.text('clock'), held);
  await shop.press('play');
  assert.equal(await shop.at('play').getAttribute('aria-label'), 'Pause');
  await until(() => shop.text('clock'), (clock) => clock > held);
});

test('a step processes the next event and stays paused', async () => {
  const shop = await visit();
  await shop.speed(0.1);
  await shop.press('both');
  await shop.press('play');
  await until(() => shop.state(), 'paused');
  const digests = [await shop.digest()];
  for (let k = 0; k < 3; k += 1) {
    await shop.press('step');
    digests.push(await until(() => shop.digest(), (digest) => digest !== digests.at(-1)));
    assert.equal(await shop.state(), 'paused');
  }
  assert.match(await shop.text('happened'), /^\d\d:\d\d\.\d{3}, (sync|async): .*order 1/, 'it says what it did');
  for (let k = 0; k < 3; k += 1) {
    await shop.press('back');
    assert.equal(await until(() => shop.digest(), (digest) => digest !== digests.at(-1)), digests.at(-2), 'and back');
    digests.pop();
  }
});

test('a reset goes back to the start and keeps the settings', async () => {
  const shop = await visit();
  await shop.setting('consumers').focus();
  await shop.key('End');
  await shop.press('both-10');
  await until(() => shop.clock(), (seconds) => seconds > 0.1);
  await shop.fault('broker');
  await shop.press('reset');
  assert.equal(await shop.text('clock'), '00:00.000');
  assert.equal(await shop.state(), 'paused', 'what was broken happens again on Play');
  await shop.press('reset');
  assert.equal(await shop.state(), 'still', 'and a second reset forgets it');
  assert.equal((await shop.sync.ledger()).sent, 0);
  assert.equal((await shop.async.ledger()).sent, 0);
  assert.equal(await shop.at('kill-broker').getAttribute('aria-pressed'), 'false');
  assert.equal(await shop.value('consumers'), '1000');
});

test('the speed sets how fast the clock goes', async () => {
  const shop = await visit();
  // The clock cannot go faster than the speed says, however slow the machine.
  const pace = async (times, seconds) => {
    await shop.press('reset');
    await shop.speed(times);
    const began = Date.now();
    await shop.press('both-10');
    await until(() => shop.clock(), (clock) => clock > seconds);
    return (await shop.clock()) / ((Date.now() - began) / 1000);
  };
  const slow = await pace(0.1, 0.03);
  assert(slow <= 0.12, `0.1×: ${slow} simulated seconds in a second`);
  const fast = await pace(50, 20);
  assert(fast > 2 && fast <= 55, `50×: ${fast} simulated seconds in a second`);
});

test('1000 orders to each shop run to the end at once, and the counters are right', async () => {
  const shop = await visit();
  await shop.press('both-1000');
  await shop.finish();
  const sync = await shop.sync.ledger();
  assert.deepEqual([sync.sent, sync.ok.once], [1000, 1000]);
  const queued = await shop.async.ledger();
  assert.deepEqual([queued.sent, queued.accepted.once], [1000, 1000]);
  assert.equal(await shop.sync.count('paid'), 1000);
  assert.equal(await shop.async.count('paid'), 1000);
  const clock = await shop.clock();
  assert(clock > 3000 && clock < 3030, `one worker needs 50 minutes, not ${clock} s`);
  assert.match(await shop.sync.text('paid'), /^39\.\d s · 75\.\d s$/);
  await until(() => shop.milestone(), /All 1000 sync users were told 200 and charged; .* All 1000 async users were told 202 within .* after 50 minutes\.$/);
});

test('running to the end shows how far it is and can be cancelled', async () => {
  const shop = await visit();
  await shop.paste({ settings: { payment_time_ms: 1, consumers: 40 }, log: [{ at_us: 0, do: 'click', shop: 'both', orders: 300_000 }] });
  assert.equal(await shop.state(), 'paused');
  await shop.press('finish');
  await until(() => shop.text('finish'), 'cancel');
  await until(() => shop.page.locator('progress').getAttribute('value'), (share) => share > 0);
  assert.equal(await shop.page.locator('progress').isVisible(), true);
  await shop.press('finish');
  await until(() => shop.text('finish'), 'to the end');
  assert.equal(await shop.page.locator('progress').isVisible(), false);
  assert.equal(await shop.state(), 'paused', 'what is not done yet is still to come');
  const held = await shop.text('clock');
  await pass(200);
  assert.equal(await shop.text('clock'), held);
});

// ---- fairness and scenarios -----------------------------------------------------------------------------------------

test('an unfair race says what differs, and one click makes it fair', async () => {
  const shop = await visit();
  await shop.sync.crowd(10);
  const badge = shop.page.locator('#fairness p');
  await until(() => badge.textContent(),
    '⚖ 40 threads against 1 worker, 10 orders against 0');
  await shop.press('make-fair');
  await until(() => badge.textContent(), /^⚖ A fair race/);
  assert.equal(await shop.at('make-fair').isVisible(), false);
  assert.equal(await shop.value('consumers'), '40');
  await shop.finish();
  assert.equal(await shop.async.count('paid'), 10);
});

test('a scenario waits for Play, then breaks and mends what it says', async () => {
  const shop = await visit({ prepare: countFrames });
  await shop.at('scenario').selectOption('payment-outage');
  await until(() => shop.text('sentence-sync'), /Payment is killed at 5 s and comes back at 15 s/);
  assert.equal(await shop.state(), 'paused');
  await shop.isAtRest();
  assert.equal(await shop.text('clock'), '00:00.000');
  await shop.speed(10);
  await shop.press('play');
  const switched = (on) => until(() => shop.at('kill-payment').getAttribute('aria-pressed'), on);
  await switched('true');
  await switched('false');
  await shop.finish();
  const [sync, queued] = [await shop.sync.ledger(), await shop.async.ledger()];
  assert.equal(sync.sent, queued.sent, 'both shops got the same arrivals');
  assert(sync.error.never > 0, 'sync users were refused');
  assert.equal(queued.accepted.once, queued.sent, 'async orders were only late');
});

test('what leaves the queue dead is counted below it, and the ledger says why', async () => {
  const shop = await visit();
  assert.equal(await shop.text('tray'), '', 'nothing dies on the default page');
  await shop.at('scenario').selectOption('drop-head');
  await shop.press('play');
  await shop.finish();
  const { sent, accepted } = await shop.async.ledger();
  assert(accepted.never > 0);
  await until(() => shop.text('tray'), `◌ thrown away ${accepted.never}`);
  assert.equal(await shop.async.count('lost'), accepted.never);
  const entry = shop.page.locator('#ledger-async [data-outcome="lost"]');
  await until(() => entry.textContent(), /\d+ promised, never charged: dropped as a full queue.s oldest/);
  assert.equal(accepted.once + accepted.never, sent);
  await shop.at('scenario').selectOption('poison-message');
  await until(() => shop.text('tray'), '✕ dead letters 0');
  await shop.desk('settings');
  await until(() => shop.page.locator('.settings summary').allTextContents(), (all) => all.includes('More about Payment · 1 set'));
  await shop.press('play');
  await shop.finish();
  await until(() => shop.text('tray'), '✕ dead letters 1: came back too often');
});

test('the menu has its scenarios in groups', async () => {
  const shop = await visit();
  const groups = await shop.at('scenario').locator('optgroup').evaluateAll((all) => all.map((group) => group.label));
  assert.deepEqual(groups, ['Start here', 'A thousand at once', 'Several services', 'When things break']);
});

// ---- settings, keyboard, motion -------------------------------------------------------------------------------------

test('a slider is moved to both ends during a run', async () => {
  const shop = await visit();
  await shop.desk('settings');
  await shop.setting('arrivals').selectOption('poisson');
  await until(() => shop.state(), 'paused');
  await shop.press('play');
  await until(() => shop.clock(), (seconds) => seconds > 0.1);
  await shop.setting('payment_time_ms').focus();
  await shop.key('End');
  await until(() => shop.value('payment_time_ms'), '60 s');
  // (Changes that follow each other within a sixth of a second are one.)
  const moved = await shop.clock();
  await until(() => shop.clock(), (clock) => clock > moved + 0.3);
  await shop.key('Home');
  await until(() => shop.value('payment_time_ms'), '0 ms');
  assert.equal(await shop.focused(), 'spine-payment_time_ms');
  const then = await shop.clock();
  await until(() => shop.clock(), (clock) => clock > then + 0.3);
  const { log } = await shop.experiment();
  assert.deepEqual(log.map(({ name, value }) => [name, value]), [['payment_time_ms', 60_000], ['payment_time_ms', 0]]);
});

test('everything that matters can be done with the keyboard alone', async () => {
  const shop = await visit();
  await shop.tabTo('theme');
  await shop.key('Space');
  assert.equal(await shop.page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await shop.at('theme').getAttribute('aria-pressed'), 'true');
  await shop.tabTo('trigger-sync');
  await shop.key('Enter');
  await until(() => shop.sync.story(), /^waiting…/);
  await shop.tabTo('trigger-async');
  await shop.key('Space');
  await until(() => shop.async.story(), /^202 Accepted/);
  await shop.tabTo('kill-broker');
  await shop.key('Enter');
  await until(() => shop.at('kill-broker').getAttribute('aria-pressed'), 'true');
  await shop.tabTo('spine-checkout_threads');
  await shop.key('PageDown');
  await until(() => shop.value('checkout_threads'), (threads) => Number(threads) < 40);
  await shop.tabTo('spine-checkout_threads-typed');
  await shop.page.keyboard.type('7');
  await shop.key('Enter');
  await until(() => shop.value('checkout_threads'), '7');
  await shop.key('Shift+Tab');
});

test('the chosen theme stays after a reload', async () => {
  const shop = await visit({ theme: 'dark' });
  await shop.press('theme');
  assert.equal(await shop.page.locator('html').getAttribute('data-theme'), 'light');
  await shop.page.reload();
  await until(() => shop.at('theme').count(), 1);
  assert.equal(await shop.page.locator('html').getAttribute('data-theme'), 'light');
  assert.equal(await shop.at('theme').getAttribute('aria-pressed'), 'false');
});

test('reduced motion shows the same run', async () => {
  const runs = [];
  for (const reducedMotion of [false, true]) {
    const shop = await visit({ reducedMotion });
    await shop.press('both-10');
    await until(() => shop.sync.text('users'), '10 wait for an answer');
    await shop.finish();
    runs.push({ digest: await shop.digest(), sync: await shop.sync.ledger(), async: await shop.async.ledger() });
  }
  assert.deepEqual(runs[1], runs[0]);
  assert.equal(runs[0].sync.ok.once, 10);
});

// ---- taking the experiment along ------------------------------------------------------------------------------------

test('the experiment can be copied', async () => {
  const shop = await visit();
  await shop.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await shop.press('both-10');
  await shop.finish();
  await shop.desk();
  await shop.press('copy-experiment');
  await until(() => shop.text('copy-experiment'), 'Copied');
  const copied = JSON.parse(await shop.page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual(copied, await shop.experiment());
});

test('where copying is not allowed, the page does not say that it copied', async () => {
  const shop = await visit({ prepare: (page) => page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('not here', 'NotAllowedError'));
  }) });
  const rejections = [];
  await shop.desk();
  shop.page.on('pageerror', (error) => rejections.push(String(error)));
  await shop.press('copy-experiment');
  await until(() => shop.text('copy-experiment'), /Not allowed here/, 1000);
  assert.deepEqual(rejections, []);
});

// ---- nonsense -------------------------------------------------------------------------------------------------------

test('what cannot be used is explained by the name that stands beside its field', async () => {
  const shop = await visit();
  await shop.page.locator('#spine-payment_time_ms-typed').fill('abc');
  await shop.key('Enter');
  await until(() => shop.notices(), /^Payment takes: "abc" is not allowed here; it takes /);
  assert.equal(await shop.page.locator('#spine-payment_time_ms-typed').inputValue(), '3 s');
});

test('an experiment with a wrong value gets a sentence, and the page goes on', async () => {
  const shop = await visit();
  await shop.paste({ settings: { consumers: -3, prefetch_count: 7 } });
  const sentence = await until(() => shop.notices(), /consumers/);
  assert.match(sentence, /-3 is not allowed here; it takes a whole number from 1 to 1000/);
  assert.equal(await shop.page.locator('.notices').isVisible(), true);
  assert.equal(await shop.value('consumers'), '1', 'the default stands in');
  assert.equal(await shop.value('prefetch_count'), '7', 'what can be used is used');
  await shop.page.getByRole('button', { name: 'Dismiss' }).click();
  await until(() => shop.page.locator('.notices').isVisible(), false);
  await shop.press('both');
  await shop.finish();
  assert.equal(await shop.sync.count('paid'), 1);
});

test('a text that is no experiment gets a sentence, and the run goes on', async () => {
  const shop = await visit();
  await shop.press('both');
  await shop.finish();
  for (const text of ['this is not { JSON', '[3]', '']) {
    await shop.paste(text);
    await until(() => shop.notices(), /experiment: .*; nothing was changed/);
    assert.equal(await shop.async.count('paid'), 1, 'nothing is lost');
    await shop.page.getByRole('button', { name: 'Dismiss' }).click();
  }
  await shop.press('both');
  await shop.finish();
  assert.equal(await shop.async.count('paid'), 2);
});

test('what a pasted experiment prescribes for single orders happens', async () => {
  const shop = await visit();
  await shop.paste({
    settings: { overheads: 'none' },
    orders: [{ service_ms: 250 }, { service_ms: 4000 }],
    log: [{ at_us: 0, do: 'click', shop: 'async', orders: 2 }],
  });
  await shop.finish();
  assert.equal(await shop.async.count('paid'), 2);
  const { orders } = await shop.experiment();
  assert.deepEqual(orders.map((order) => order.service_ms), [250, 4000]);
  assert.equal(await shop.clock(), 4.25);
  await until(() => shop.page.locator('.below').textContent(), /prescribed for 2 orders .* a link cannot say it/);
});

test('a seed that is none gets a sentence, and the old seed stays', async () => {
  const shop = await visit();
  await shop.desk();
  for (const nonsense of ['-5', '1.5', '1e30']) {
    await shop.at('seed').fill(nonsense);
    await shop.at('seed').blur();
    await until(() => shop.notices(), (text) => text.includes(`"${nonsense}" is no seed`));
    assert.match(await shop.notices(), /It stays 1\./);
    assert.equal((await shop.experiment()).seed, 1);
    await shop.page.getByRole('button', { name: 'Dismiss' }).click();
  }
  await shop.at('seed').fill('77');
  await shop.at('seed').blur();
  assert.equal((await shop.experiment()).seed, 77);
});

test('a seed that is none does not stay in its field', async () => {
  const shop = await visit();
  await shop.desk();
  await shop.at('seed').fill('-5');
  await shop.at('seed').blur();
  await until(() => shop.at('seed').inputValue(), '1', 500);
});

// ---- when the program itself breaks ---------------------------------------------------------------------------------

test('should the program ever panic, the reader is told and keeps the experiment', async () => {
  // Nothing a reader does makes it panic. So here orders are sent from within its own frames, by its very clock, which
  // its program rightly does not stand.
  const shop = await visit({
    expect: [/already (mutably )?borrowed/, /unreachable/],
    prepare: (page) => page.addInitScript(() => {
      const now = performance.now.bind(performance);
      performance.now = () => {
        if (globalThis.__trap && !document.getElementById('crash')) {
          globalThis.__trap = false;
          document.getElementById('both-10').click();
          globalThis.__trap = true;
        }
        return now();
      };
    }),
  });
  await shop.async.crowd(1000);
  await shop.page.evaluate(() => { globalThis.__trap = true; });
  const box = shop.page.getByRole('alert').filter({ hasText: 'The simulation stopped' });
  await box.waitFor();
  await until(() => box.textContent(), /do=0:click:async:1000/);
  // Where it happened is a number: a list beside the page says what it stands for.
  const [, place] = (await box.textContent()).match(/panicked at place:(\d+):0/);
  const list = await shop.page.evaluate(async () => (await fetch('places.txt')).text());
  assert.match(list.split('\n')[place - 1], new RegExp(`^${place} \\S+\\.rs:\\d+:\\d+$`));
  await box.getByRole('button', { name: 'Copy the experiment' }).waitFor();
  await box.getByRole('button', { name: 'Reload' }).click();
  await box.waitFor({ state: 'detached' });
  await until(() => shop.text('clock'), '00:00.000');
});

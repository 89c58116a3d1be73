// The page and the command line are one engine: the same experiment gives the same report, bit for bit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, visit } from './page.mjs';
import { reportOf, twin } from './twin.mjs';

/** Clicks, failures and sliders, all during the run. */
async function clickThroughARun(shop) {
  await shop.desk('settings');
  await shop.press('both');
  await shop.press('both-100');
  await until(() => shop.clock(), (seconds) => seconds > 0.2);
  await shop.fault('payment');
  await shop.async.crowd(10);
  await shop.setting('payment_time_ms').focus();
  await shop.key('PageDown');
  await shop.key('ArrowRight');
  await shop.setting('payment_time_spread').selectOption('exponential');
  await shop.fault('payment', false);
  await shop.setting('consumers').focus();
  await shop.key('PageUp');
  await shop.fault('broker');
  await shop.sync.crowd(10);
  await shop.press('step');
  await shop.press('play');
  await until(() => shop.clock(), (seconds) => seconds > 0.5);
  await shop.fault('broker', false);
  await shop.desk('settings');
  await shop.setting('messages_persistent').uncheck();
  await shop.fault('network');
  await shop.press('both-10');
  await shop.fault('network', false);
  await shop.press('make-fair');
  await shop.finish();
}

test('a run with interventions made by clicking gives the same report from its export, on the command line', async () => {
  const shop = await visit();
  await shop.unfold();
  await clickThroughARun(shop);
  const experiment = await shop.experiment();
  const acts = experiment.log.map((entry) => entry.do);
  for (const act of ['click', 'set', 'break', 'heal']) assert(acts.includes(act), `no ${act} in ${acts}`);
  assert(new Set(experiment.log.map((entry) => entry.at_us)).size > 5, 'at various times');
  assert.deepEqual(await shop.saved('save-experiment'), experiment);
  const report = await shop.saved('save-report');
  assert.deepEqual(report.experiment, experiment);
  assert.deepEqual(reportOf(experiment, 'clicked'), report);
});

test('the export of a clicked run, opened in another browser, gives the same digest', async () => {
  const shop = await visit();
  await shop.unfold();
  await clickThroughARun(shop);
  const other = await visit();
  await other.paste(await shop.experiment());
  assert.equal(await other.state(), 'paused', 'nothing moves before Play');
  assert.notEqual(await other.digest(), await shop.digest());
  await other.finish();
  assert.equal(await other.digest(), await shop.digest());
});

test('every scenario gives the same report in the browser and on the command line', async () => {
  const shop = await visit();
  // ("Your own" has no name.)
  const options = shop.at('scenario').locator('option:not([value=""])');
  const names = await options.evaluateAll((all) => all.map((o) => o.value));
  assert(names.length > 5);
  for (const name of names) {
    await shop.at('scenario').selectOption(name);
    if (name === 'one-order') await shop.press('both');
    await shop.finish();
    const report = await shop.saved('save-report');
    const native = name === 'one-order' ? reportOf(report.experiment, name) : JSON.parse(twin('run', '--preset', name));
    assert.deepEqual(native, report, name);
  }
});

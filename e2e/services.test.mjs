// Several services on the page: one of them is chosen, and what is set, broken and opened is its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe } from './harness.mjs';
import { until, visit } from './page.mjs';

const THREE = '#v1&services=inventory.payment.shipping&inventory.time_ms=200&payment_time_ms=500&shipping.time_ms=300';

test('with one service there is none to choose', async () => {
  const shop = await visit();
  assert.equal(await shop.at('service').count(), 0);
  assert.equal(await shop.at('open-payment').textContent(), 'Payment ⋯');
  assert.equal(await shop.at('all-done-sync').isVisible(), false);
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`at ${width}×${height} the chosen service is set, broken and mended, and is named`, async () => {
    const shop = await visit({ path: THREE, width, height });
    const takes = shop.at('spine-payment_time_ms-typed');
    assert.equal(await takes.inputValue(), '500 ms');
    await shop.at('service').selectOption({ label: 'Shipping' });
    await until(() => takes.inputValue(), '300 ms');
    await takes.fill('400 ms');
    await takes.press('Enter');
    await until(() => takes.inputValue(), '400 ms');
    const kill = shop.at('kill-payment');
    assert.equal(await kill.getAttribute('aria-label'), 'kill Shipping');
    await kill.click();
    await until(() => kill.getAttribute('aria-label'), 'restart Shipping');
    await until(() => shop.text('sentence-async'), /^Shipping is down/);
    await shop.at('service').selectOption({ label: 'Payment' });
    await until(() => takes.inputValue(), '500 ms');
    assert.equal(await kill.getAttribute('aria-pressed'), 'false', 'Payment goes on');
    await until(() => shop.page.evaluate(() => location.hash), /shipping-down/);
    assert.match(await shop.page.evaluate(() => location.hash), /shipping\.time_ms=400/);
  });
}

test('a part that is opened is the chosen service\'s, and so is what is said of it', async () => {
  const shop = await visit({ path: THREE });
  await shop.at('service').selectOption({ label: 'Inventory' });
  await shop.press('open-payment');
  await until(() => shop.page.locator('#opened h2').textContent(), 'Inventory');
  await until(() => shop.at('card-payment_time_ms-typed').inputValue(), '200 ms');
  assert.match(await shop.page.locator('#card-payment_time_ms-help').textContent(), /Inventory works on one order/);
  await shop.at('opened-service').selectOption({ label: 'Shipping' });
  await until(() => shop.at('card-payment_time_ms-typed').inputValue(), '300 ms');
  await axe(shop.page);
});

test('a lock of one service\'s setting is of that service alone', async () => {
  const shop = await visit({ path: `?embed=1&panels=settings&lock=shipping.time_ms${THREE}`, width: 640, height: 900 });
  await until(() => shop.at('set-payment_time_ms').count(), 1);
  const locked = () => shop.at('set-payment_time_ms').isDisabled();
  assert.equal(await locked(), false);
  await shop.at('settings-service').selectOption({ label: 'Shipping' });
  await until(locked, true);
});

test('which services an order needs, and in which order, is chosen with the keyboard too', async () => {
  const shop = await visit();
  await shop.desk('settings');
  await shop.at('search').fill('order needs');
  const needs = () => shop.page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('services'));
  const row = (name) => shop.page.locator('#set-services li', { hasText: name });
  await row('Shipping').locator('input').check();
  await until(needs, 'payment.shipping');
  await row('Shipping').locator('button').first().press('Enter');
  await until(needs, 'shipping.payment');
  assert.equal(await row('Payment').locator('input').isDisabled(), true, 'Payment is always needed');
  // The focus goes along with what was moved.
  assert.equal(await shop.page.evaluate(() => document.activeElement.closest('li')?.querySelector('label').textContent), 'Shipping');
  await until(() => shop.at('service').count(), 1);
  await row('Shipping').locator('input').uncheck();
  await until(needs, null);
});

test('with several services no two elements have one id', async () => {
  const shop = await visit();
  await shop.at('scenario').selectOption('six-calls');
  await until(() => shop.page.locator('#lane-sync .stage .box').count(), 7);
  const twice = await shop.page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return [...new Set(ids.filter((id, k) => ids.indexOf(id) !== k))];
  });
  assert.deepEqual(twice, []);
});

test('a scenario that is chosen has a box for each service, and the next one no box too many', async () => {
  const shop = await visit();
  const seen = (selector) => shop.page.locator(`#lane-sync .stage ${selector}`).evaluateAll((all) => all
    .filter((it) => it.getBoundingClientRect().width > 0).map((it) => it.textContent.trim()));
  const titles = async () => (await seen('.title-of')).filter((title) => title !== '' && title !== 'Checkout');
  await until(async () => (await titles()).join(), 'Payment');
  await shop.at('scenario').selectOption('third-service-dies');
  await until(async () => (await titles()).join(), 'Inventory,Payment,Shipping');
  await until(async () => (await seen('.box')).length, 4);
  await shop.at('scenario').selectOption('six-calls');
  await until(async () => (await titles()).length, 6);
  await until(async () => (await seen('.box')).length, 7);
  await shop.at('scenario').selectOption('one-order');
  await until(async () => (await titles()).join(), 'Payment');
  await until(async () => (await seen('.box')).length, 2);
});

test('clocks, ledger and its table tell of what is all done, and done in part', async () => {
  const shop = await visit({ path: `${THREE}&exchange=fanout&do=0:break:shipping-down&do=0:click:both:4&at=5s` });
  await until(() => shop.text('paid-sync'), /^7\d\d ms/);
  assert.equal(await shop.text('all-done-sync'), '–');
  assert.equal(await shop.page.locator('#ledger-sync [data-outcome="in-part"] b').textContent(), '4');
  await shop.page.locator('#lane-sync .whole summary').click();
  const rows = () => shop.page.evaluate(() => [...document.querySelectorAll('#whole-sync .scroll:last-of-type tbody tr:not(.none)')]
    .map((row) => [...row.children].map((cell) => cell.textContent).join(' ')));
  await until(async () => (await rows()).join(), 'Payment 0 4 0 0,Inventory 0 4 0 0,Shipping 0 0 0 4');
});

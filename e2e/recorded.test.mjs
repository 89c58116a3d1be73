// Recorded runs, opened on the page: measured beside simulated; and what the textbook says of the page's own run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axe, screenshot } from './harness.mjs';
import { until, visit } from './page.mjs';

const RUNS = ['06b-overload-sync-timeouts', '07b-outage-async-killed'];
const reference = (name) => new URL(`../tests/reference/${name}.json`, import.meta.url);
const asFile = (text, name = 'run.json') => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

/** A chunk of the program, which is loaded when somebody asks for it. */
const PROGRAM = /\/split_recorded-[^/]*\.wasm$/;

/** Opens the page and asks for recorded runs. */
async function visitRecorded(options) {
  const shop = await visit(options);
  await shop.desk('recorded');
  await shop.press('recorded-open');
  await shop.at('recorded-run').waitFor();
  return shop;
}

const verdict = (shop, wanted) => until(() => shop.text('recorded-verdict'), wanted);

/** The table of this caption, as rows of cells. */
const rows = (shop, caption) => shop.page.locator('#replayed table', { hasText: caption }).locator('tbody tr')
  .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

test('a recorded run beside the page is replayed: a verdict, every figure, what became of the orders, two curves', async () => {
  const shop = await visitRecorded();
  assert.deepEqual(await shop.at('recorded-run').evaluate((e) => [...e.options].map((o) => o.value)), ['', ...RUNS]);
  for (const name of RUNS) {
    await shop.at('recorded-run').selectOption(name);
    const said = await verdict(shop, (text) => text.startsWith(`${name}: `));
    assert.match(said, /: Holds: all \d+ figures are within what the run allows, the nearest at \d+ % of it\.$/);
    const figures = await rows(shop, 'Judged');
    assert.equal(figures.length, Number(said.match(/all (\d+)/)[1]));
    for (const [figure, measured, simulated, share] of figures) {
      assert(figure && measured && simulated, figure);
      assert.match(share, /^(\d+ % of [\d.]+ (ms|orders?|places?)|exact)$/, figure);
    }
    assert.equal(await shop.page.locator('#replayed .faults li').count(), 0);
    for (const k of [0, 1]) {
      assert.match(await shop.page.locator('#replayed figcaption').nth(k).innerText(), /measured \d+, the last at .+; simulated \d+, the last at .+ apart\.$/);
      const { measured, reply } = await shop.at(`recorded-curve-${k}`).evaluate((svg) => {
        const points = (kind) => svg.querySelector(`path.${kind}`).getTotalLength();
        return { measured: points('measured'), reply: points('reply') };
      });
      assert(measured > 200 && Math.abs(measured / reply - 1) < 0.1, `${measured} ${reply}`);
    }
    assert.equal(await shop.at('replayed').getAttribute('data-side'), name.includes('async') ? 'async' : 'sync');
  }
  // The figures are the recording's.
  const { summary } = JSON.parse(readFileSync(reference(RUNS[1])));
  assert.deepEqual((await rows(shop, 'Where orders ended')).map(([state, measured]) => [state, Number(measured)]), Object.entries(summary.final_states));
});

test('a file of the reader\'s is opened, and what is wrong with it is told', async () => {
  const shop = await visitRecorded();
  const file = shop.at('recorded-file');
  assert((await file.boundingBox()).height >= 24);
  await file.setInputFiles(reference('13-retries-sync').pathname);
  await verdict(shop, /^13-retries-sync: Holds/);
  // The same run, of which one figure is far off and one parameter is nobody's.
  const run = JSON.parse(readFileSync(reference('13-retries-sync')));
  run.summary.completion_ms.p50 += 1000;
  await file.setInputFiles(asFile(JSON.stringify(run)));
  await verdict(shop, /^13-retries-sync: Does not hold: 1 of 10 figures is further off than the run allows\.$/);
  assert.match(await shop.page.locator('#replayed .faults li').innerText(), /^completion_ms p50: recorded .*, simulated .* \(\d+ %; allowed: 20\.2 ms\)$/);
  assert.equal((await rows(shop, 'Judged')).filter(([, , , share]) => /^✕ \d+ % \(allowed: 20\.2 ms\)$/.test(share)).length, 1);
  run.parameters.gravity = 9.81;
  await file.setInputFiles(asFile(JSON.stringify(run)));
  await verdict(shop, /Cannot be judged: something in it is not modelled\.$/);
  assert.match(await shop.page.locator('#replayed .faults li').first().innerText(), /^not modelled: gravity$/);

  for (const [text, sentence] of [
    ['no { JSON', /this is not JSON/],
    ['', /this is not JSON/],
    ['[1, 2]', /a recorded run is a JSON object/],
    ['{"parameters": {"mode": "sync"}, "orders": [{"id": 3}]}', /orders\[0\]\.id: 3 cannot be used here; it takes a text/],
    ['{"parameters": {"mode": "async", "order_poison": [true], "service_ms": [0]}, "orders": [{"id": "o0", "t_submit": 0, "status": 202, "final_state": "unfinished"}]}', /stopped after 2000000 events/],
    [`"${'x'.repeat(8_100_000)}"`, /This file has 8\.1 MB; a recorded run may have 8\.0 MB/],
  ]) {
    await file.setInputFiles(asFile(text));
    await verdict(shop, sentence);
    assert.equal(await shop.at('replayed').count(), 0, 'nothing is shown of it');
  }
  // It is as good as before.
  await file.setInputFiles(reference('01a-single-sync-3s').pathname);
  await verdict(shop, /^01a-single-sync-3s: Holds/);
});

test('a file can be dropped, and the page stays where it is', async () => {
  const shop = await visitRecorded();
  await shop.page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'run.json', { type: 'application/json' }));
    const place = document.getElementById('recorded-file');
    for (const kind of ['dragover', 'drop']) {
      const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data });
      if (place.dispatchEvent(event)) throw new Error(`${kind}: the browser would open the file itself`);
    }
  }, readFileSync(reference('08a-crash-prefetch1'), 'utf8'));
  await verdict(shop, /^08a-crash-prefetch1: Holds/);
});

test('it is loaded when it is asked for, and by keyboard a run is chosen and its settings are opened on the stage', async () => {
  const loaded = [];
  const shop = await visit({ prepare: (page) => page.on('request', (request) => loaded.push(request.url())) });
  await shop.desk('experiment');
  assert.deepEqual(loaded.filter((url) => PROGRAM.test(url)), []);
  await shop.desk('recorded');
  await shop.at('recorded-open').focus();
  await shop.key('Enter');
  await until(() => shop.focused(), 'recorded-run');
  assert.equal(loaded.filter((url) => PROGRAM.test(url)).length, 1);
  await shop.key('ArrowDown');
  await verdict(shop, /^06b/);
  assert.equal(await shop.focused(), 'recorded-run');
  await shop.at('recorded-stage').focus();
  await shop.key('Enter');
  await until(async () => (await shop.experiment()).log.length, 459);
  const { settings, orders, log } = await shop.experiment();
  assert.equal(settings.read_timeout_ms, 2000);
  assert.equal(settings.payment_threads, 4);
  assert(settings.payment_time_ms > 200 && settings.payment_time_ms < 300, `${settings.payment_time_ms}`);
  assert.equal(orders, undefined, 'a link carries no prescriptions');
  assert(log.every(({ shop: side }) => side === 'sync'));
});

test('if its program cannot be loaded, a sentence says so, and a second try can help', async () => {
  let blocked = true;
  const shop = await visit({
    expect: [/ERR_FAILED|Failed to (load|fetch)|recorded/],
    prepare: (page) => page.route(PROGRAM, (route) => (blocked ? route.abort() : route.continue())),
  });
  await shop.desk('recorded');
  await shop.press('recorded-open');
  const box = shop.at('recorded').getByRole('alert').filter({ hasText: 'could not be loaded' });
  await box.waitFor();
  blocked = false;
  await box.getByRole('button', { name: 'Try again' }).click();
  await shop.at('recorded-run').waitFor();
  assert.equal(await box.count(), 0);
});

test('a run that cannot be fetched is told, and the next one can', async () => {
  const shop = await visitRecorded({
    expect: [/ERR_FAILED|Failed to load/],
    prepare: (page) => page.route('**/recorded/06b*', (route) => route.abort()),
  });
  await shop.at('recorded-run').selectOption(RUNS[0]);
  await verdict(shop, /06b-overload-sync-timeouts could not be loaded/);
  await shop.at('recorded-run').selectOption(RUNS[1]);
  await verdict(shop, /^07b/);
});

// ---- the textbook ---------------------------------------------------------------------------------------------------

const STREAM = '#v1&arrivals=poisson&arrival_rate_per_s=20&payment_time_ms=100&payment_time_spread=exponential&payment_threads=4'
  + '&consumers=4&overheads=none&read_timeout_ms=60000&pool_timeout_ms=60000&connect_timeout_ms=60000';

test('the textbook says what it predicts and what was measured; or why it does not apply', async () => {
  const byHand = await visit();
  await byHand.desk('theory');
  for (const side of ['sync', 'async']) {
    await until(() => byHand.text(`theory-${side}`), 'No textbook applies: orders come by hand, not in a stream.');
  }
  const shop = await visit({ path: STREAM });
  await shop.desk('theory');
  await until(() => shop.text('theory-sync'), /^M\/M\/4: orders come at random.* told after 109 ms.*nobody has been told yet\.$/);
  await shop.speed(10);
  await shop.at('play').click();
  await until(() => shop.clock(), (clock) => clock > 20);
  await shop.at('play').click();
  await shop.desk('theory');
  await until(() => shop.text('theory-async'), /^M\/M\/4: .*This run so far: paid after \d+ ms, the mean of \d{3} orders/);
  // At rest it is what the report says.
  const report = await shop.saved('save-report');
  await shop.desk('theory');
  await until(() => shop.text('theory-async'), new RegExp(`the mean of ${report.async.paid_ms.n} orders`));
});

// ---- for everybody --------------------------------------------------------------------------------------------------

for (const [width, height] of [[1280, 800], [390, 844]]) {
  for (const theme of ['light', 'dark']) {
    test(`both panels can be read by everybody at ${width}×${height} in the ${theme} theme`, async () => {
      const shop = await visitRecorded({ path: STREAM, width, height, theme });
      await shop.at('recorded-run').selectOption(RUNS[0]);
      await verdict(shop, /^06b/);
      await axe(shop.page);
      const wide = await shop.page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= width, `${wide} px`);
      for (const panel of ['theory', 'recorded']) {
        await shop.desk(panel);
        await axe(shop.page);
        await shop.page.evaluate((id) => scrollTo(0, document.getElementById(id).getBoundingClientRect().top + scrollY - 60), panel);
        await screenshot(shop.page, `${panel}-${theme}-${width}`);
      }
      await shop.page.evaluate(() => scrollBy(0, innerHeight - 100));
      await screenshot(shop.page, `recorded-below-${theme}-${width}`);
      const run = JSON.parse(readFileSync(reference('13-retries-sync')));
      run.summary.completion_ms.p50 += 1000;
      run.parameters.gravity = 9.81;
      await shop.at('recorded-file').setInputFiles(asFile(JSON.stringify(run)));
      await verdict(shop, /Cannot be judged/);
      await axe(shop.page);
    });
  }
}

test('an embed shows these panels only if it is asked to', async () => {
  const plain = await visit({ path: '?embed=1&panels=charts' });
  for (const panel of ['theory', 'recorded']) assert.equal(await plain.at(panel).isVisible(), false, panel);
  const asked = await visit({ path: '?embed=1&panels=theory,recorded&lock=settings' });
  await asked.desk('theory');
  await asked.press('recorded-open');
  await asked.at('recorded-run').selectOption(RUNS[1]);
  await verdict(asked, /^07b/);
  assert.equal(await asked.at('recorded-stage').count(), 0, 'what would change settings is locked');
  assert.equal(await asked.at('theory').isVisible(), true);
  assert.equal(await asked.at('recorded-file').isDisabled(), true, 'where anything is locked no file can be opened');
});

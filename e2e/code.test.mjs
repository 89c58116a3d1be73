// The programs behind the picture: they are those of the settings in force, they are Python, and the line that lights is
// the one the chosen order is at.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pass, until, visit } from './page.mjs';

const FILES = ['file-sync-checkout', 'file-sync-payment', 'file-async-checkout', 'file-async-worker'];
const NOT_IN_CODE = [...readFileSync(new URL('../src/code/mod.rs', import.meta.url), 'utf8').split('NOT_IN_CODE')[1]
  .matchAll(/\(?\s*"([a-z_]+)",\s*"/g)].map((match) => match[1]);

/** Changes that follow each other faster are marked as one. */
const ONE_CHANGE_MS = 1500;

/** Opens the page with its code in sight. */
async function visitCode(options) {
  const shop = await visit(options);
  await shop.desk('code');
  return shop;
}

/** The lines of a file: text, what they are (fresh, lit, passed), and when they were passed. */
async function linesOf(shop, file) {
  if (await shop.at(file).getAttribute('aria-pressed') !== 'true') await shop.press(file);
  const side = file.split('-')[1];
  return shop.page.locator(`#code-${side} code`).evaluateAll((all) => all.map((line) => ({
    text: line.textContent.trimEnd(), is: [...line.classList], at: line.dataset.at ?? '',
  })));
}

/** All four files, as they are in one instant. */
function programs(shop) {
  return shop.page.evaluate(async (files) => {
    const all = {};
    for (const file of files) {
      document.getElementById(file).click();
      await new Promise((shown) => setTimeout(shown));
      const lines = document.querySelectorAll(`#code-${file.split('-')[1]} code`);
      all[file] = [...lines].map((line) => ({ text: line.textContent.trimEnd(), is: [...line.classList], at: line.dataset.at ?? '' }));
    }
    return all;
  }, FILES);
}

/** The same of every service that an order needs, whichever is chosen; by file, and by service too where it is not Checkout's. */
function allPrograms(shop) {
  return shop.page.evaluate(async (files) => {
    const all = {};
    const services = document.getElementById('code-of');
    for (const service of [...services.options].map((option) => option.value)) {
      services.value = service;
      services.dispatchEvent(new Event('change', { bubbles: true }));
      for (const file of files) {
        document.getElementById(file).click();
        await new Promise((shown) => setTimeout(shown));
        const lines = document.querySelectorAll(`#code-${file.split('-')[1]} code`);
        const name = file.endsWith('-checkout') ? file : `${file} of ${service}`;
        all[name] = [...lines].map((line) => ({ text: line.textContent.trimEnd(), is: [...line.classList] }));
      }
    }
    return all;
  }, FILES);
}

const textOf = (lines) => lines.map(({ text }) => text).join('\n');
const lit = (lines) => lines.filter(({ is }) => is.includes('lit')).map(({ text }) => text.trim());

/** Sets a control of a panel that is not the open one, as a reader would who had it open. */
function put(control, to) {
  return control.evaluate((e, value) => {
    if (e.type === 'checkbox') e.checked = value;
    else e.value = value;
    e.dispatchEvent(new Event(e.type === 'range' ? 'input' : 'change', { bubbles: true }));
  }, to);
}

/** Changes a setting to another value, whatever it is; what undoes it. */
async function changed(shop, name) {
  if (name === 'services') {
    // One more is needed, after the others; it takes the place of the first that was not, so it is undone there.
    const more = shop.page.locator('#set-services input:not(:checked)').first();
    const id = await more.getAttribute('id');
    const check = (to) => shop.page.evaluate(([which, value]) => {
      const box = document.getElementById(which);
      if (box.checked === value) throw new Error(`${which} is ${value} already`);
      box.click();
    }, [id, to]);
    await check(true);
    return () => check(false);
  }
  const control = shop.at(`set-${name}`);
  const { kind, value, checked } = await control.evaluate((e) => ({ kind: e.localName === 'select' ? 'select' : e.type, value: e.value, checked: e.checked }));
  if (kind === 'checkbox') {
    await put(control, !checked);
    return () => put(control, checked);
  }
  if (kind === 'select') {
    await put(control, await control.evaluate((e) => [...e.options].find((o) => o.value !== e.value).value));
    return () => put(control, value);
  }
  await put(control, String(Number(value) > 500 ? Number(value) - 137 : Number(value) + 137));
  return () => put(control, value);
}

test('of several services one is chosen, and its program stands beside Checkout\'s in both shops', async () => {
  const shop = await visitCode({ path: '#v1&services=inventory.payment.email&email.time_ms=1500&async_events=choreography' });
  await shop.at('code-of').selectOption({ label: 'Email' });
  await until(() => shop.at('code-sync').textContent(), /def notify\(order: dict\).*sleep\(1\.5\)/s, 3000);
  assert.match(await shop.at('code-async').textContent(), /QUEUE = "payment\.completed"/);
  await shop.press('file-sync-checkout');
  assert.match(await shop.at('code-sync').textContent(), /for service in SERVICES/);
});

test('every setting that is in the programs changes them and marks exactly the lines it changed; the others change none', async () => {
  // (How long a crash takes stands there only if there are crashes; how several services are called, if there are; and so on.)
  const path = '#v1&payment_crash_above=50&retries=2&max_length=50&exchange=topic&services=payment.email';
  const shop = await visitCode({ path: `${path}&dead_letter_exchange=true&dead_letters=retried&on_fail=reject` });
  const names = await shop.page.evaluate(() => [...document.querySelectorAll('#settings .control')].map((e) => e.dataset.setting));
  assert(NOT_IN_CODE.length > 3 && NOT_IN_CODE.every((name) => names.includes(name)), `${NOT_IN_CODE}`);
  // (A limit of deliveries is a quorum queue's, which has other rules besides; a pause is of who redrives.)
  const elsewhere = ['delivery_limit', 'redrive_ms'];
  const wrong = await changesOf(shop, names.filter((name) => !elsewhere.includes(name)));
  const redriven = await visitCode({ path: `${path}&dead_letter_exchange=true&dead_letters=redriven` });
  wrong.push(...await changesOf(redriven, ['dead_letter_exchange', 'dead_letters', 'redrive_ms', 'retry_limit']));
  assert.deepEqual(wrong, []);
});

/** Changes these settings and undoes it, one after the other; what is wrong with the lines, and with their marks. */
async function changesOf(shop, names) {
  const first = await allPrograms(shop);
  const files = Object.keys(first);
  assert.deepEqual(Object.values(first).flat().filter(({ is }) => is.includes('fresh')), [], 'nothing is fresh yet');
  const isFirst = (now) => String(Object.keys(now)) === String(files) && files.every((file) => textOf(now[file]) === textOf(first[file]));
  const wrong = [];
  let last = first;
  // Changes within a second and a half are marked as one: all are undone, so each is compared with the first text. (If one
  // took longer, undoing it was a change too: the next one waits until it is another, and what is marked since is not its doing.)
  for (const name of names) {
    const since = Date.now();
    const undo = await changed(shop, name);
    const seen = await until(() => allPrograms(shop), (now) => NOT_IN_CODE.includes(name) || !isFirst(now), 3000).catch(() => null);
    if (!seen) {
      wrong.push(`${name} changes no line`);
    } else {
      // (A change turns pages, maybe while they are read: once more.)
      const after = await allPrograms(shop);
      for (const file of files.filter((each) => !after[each])) wrong.push(`${name} takes ${file} away`);
      for (const [file, lines] of Object.entries(after)) {
        const before = first[file] && new Set(first[file].map(({ text }) => text));
        const isNew = ({ text, is }) => before && text && !before.has(text) && !is.includes('fresh');
        if (NOT_IN_CODE.includes(name) && !(before && textOf(lines) === textOf(first[file]))) wrong.push(`${name} changes ${file}`);
        for (const { text } of lines.filter(isNew)) wrong.push(`${name} changed ${file}: ${text}, which is not marked`);
        // (A program that was not there before is new as a whole, and marks nothing.)
        const marks = ({ is }, k) => is.includes('fresh') && !last[file]?.[k]?.is.includes('fresh');
        if ((!before || textOf(lines) === textOf(first[file])) && lines.some(marks)) {
          wrong.push(`${name} marks lines of ${file}, which it does not change`);
        }
      }
    }
    await undo();
    const isAnother = Date.now() - since > ONE_CHANGE_MS;
    if (isAnother) await pass(ONE_CHANGE_MS + 100);
    const now = await until(() => allPrograms(shop), isFirst, 3000).catch(() => assert.fail(`${name} cannot be undone`));
    last = isAnother ? now : first;
  }
  return wrong;
}

test('the values on the page are the values in the code', async () => {
  const quorum = await visitCode({ path: '#v1&queue_type=quorum&delivery_limit=7' });
  await until(async () => textOf(await linesOf(quorum, 'file-async-worker')), /delivery-limit\W+7\b/, 3000);
  const shop = await visitCode({ path: '#v1&payment_time_ms=1250&read_timeout_ms=700&payment_threads=7&prefetch_count=9&consumers=3' });
  const says = async (file, ...words) => {
    for (const word of words) await until(async () => textOf(await linesOf(shop, file)), word, 3000);
  };
  await says('file-sync-checkout', /read=0\.7\b/, /^def checkout/m, /client = httpx\.Client\(/);
  await says('file-sync-payment', /sleep\(1\.25\)/, /\b7\b/);
  await says('file-async-worker', /sleep\(1\.25\)/, /prefetch_count=9/, /\b3\b/, /durable=True/, /auto_ack=False|basic_ack/);
  await says('file-async-checkout', /DeliveryMode\.Persistent/);
  await put(shop.setting('checkout_endpoint'), 'async-def');
  await put(shop.setting('http_client'), 'per-call');
  await put(shop.setting('ack_mode'), 'auto');
  await put(shop.setting('queue_durable'), false);
  await put(shop.setting('messages_persistent'), false);
  await says('file-sync-checkout', /^async def checkout/m, /async with httpx\.AsyncClient/);
  await says('file-async-checkout', /^async def checkout/m, /DeliveryMode\.Transient/);
  await says('file-async-worker', /durable=False/, /auto_ack=True/);
  assert.doesNotMatch(textOf(await linesOf(shop, 'file-async-worker')), /basic_ack/);
});

test('what Copy copies is Python, and what is shown', async () => {
  const texts = [];
  for (const path of ['', '#v1&checkout_endpoint=async-def&http_client=per-call&error_style=demo&ack_mode=auto&queue_durable=false',
    '#v1&error_style=snippet&payment_crash_above=5&payment_time_spread=exponential&prefetch_count=0']) {
    const shop = await visitCode({ path });
    await shop.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const file of FILES) {
      const shown = textOf(await linesOf(shop, file));
      const copied = await shop.copied(`copy-code-${file.split('-')[1]}`);
      assert.equal(copied.trim(), shown.trim(), file);
      texts.push(copied);
    }
    await shop.page.close();
  }
  const program = 'import json, sys\nfor k, text in enumerate(json.load(sys.stdin)): compile(text, f"text {k}", "exec")';
  const { status, stderr } = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('the line that the chosen order is at is lit, and those it has passed carry times', async () => {
  const shop = await visitCode({ path: '#v1&do=0:click:both:1&do=1s:click:both:1&order=0&at=1500ms' });
  const passed = (lines) => lines.filter(({ is }) => is.includes('passed'));
  await until(async () => lit(await linesOf(shop, 'file-sync-checkout')).length, 1);
  let now = await programs(shop);
  assert.match(lit(now['file-sync-checkout'])[0], /client\.post/);
  assert.match(lit(now['file-sync-payment']).join(), /^time\.sleep\(3/);
  assert.deepEqual(lit(now['file-async-checkout']), []);
  assert.match(lit(now['file-async-worker']).join(), /^time\.sleep\(3/);
  for (const file of FILES) {
    assert(passed(now[file]).length > 0, `${file}: something was passed`);
    for (const { at, text } of passed(now[file])) assert.match(at, /^00:00\.0\d\d$/, `${file}: ${text}`);
  }
  assert(passed(now['file-async-checkout']).length >= 3);

  // The second order: its user waits too, but the one worker is busy with the first.
  await shop.desk('story');
  await shop.page.locator('.order', { hasText: /^2$/ }).click();
  await shop.desk('code');
  await until(async () => lit(await linesOf(shop, 'file-async-worker')).length, 0);
  await until(async () => lit(await linesOf(shop, 'file-sync-checkout')).join(), /client\.post/);
  now = await programs(shop);
  assert.deepEqual(passed(now['file-async-worker']), []);
  for (const { at } of passed(now['file-sync-checkout'])) assert.match(at, /^00:01\.0\d\d$/);

  await shop.finish();
  await shop.desk('code');
  await until(() => shop.page.locator('[aria-current="step"]').count(), 0);
  for (const lines of Object.values(await programs(shop))) assert.deepEqual(lit(lines), []);
});

test('a running order lights the code without moving the page', async () => {
  const shop = await visitCode();
  const place = await shop.page.evaluate(() => scrollY);
  await shop.page.evaluate(() => document.getElementById('both').click());
  await until(async () => lit(await linesOf(shop, 'file-sync-checkout')).join(), /client\.post/);
  assert.equal(await shop.page.evaluate(() => scrollY), place);
});

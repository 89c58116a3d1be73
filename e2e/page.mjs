// The page as a reader sees it: what it shows, what can be done to it, and how to wait for it.
//
//   const shop = await visit();
//   await shop.sync.trigger.click();
//   await until(() => shop.sync.story(), /^200 OK after 3\.0\d s/);
//
// Waiting is by content, from this side: a waiting test costs the page no frame and no timer.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { open } from './harness.mjs';

/** Opens the page; `path` is what stands after its address, the other options are those of open() in harness.mjs. */
export async function visit({ path = '', ...options } = {}) {
  return new Showdown(await open(path, options));
}

/** The same page inside a frame of another page. */
export const within = (frame) => new Showdown(frame, frame.page());

/** What breaks a part. */
export const SWITCHES = {
  payment: 'kill-payment', broker: 'kill-broker', network: 'cut-network', frozen: 'freeze-payment', unreachable: 'hang-payment',
};

/** Settings that stand beside their part on the first screen; the others are in the panel *Every setting*. */
const BESIDE = ['checkout_threads', 'prefetch_count', 'payment_time_ms', 'consumers'];

/** How long anything may take to show. Generous: CI machines are slow. */
const WAIT_MS = 15_000;

/** Waits until `read()` is, matches or satisfies `wanted`, and returns it; if it never does, tells what it was last. */
export async function until(read, wanted, ms = WAIT_MS) {
  const fits = (value) => (typeof wanted === 'function' ? wanted(value)
    : wanted instanceof RegExp ? wanted.test(value) : value === wanted);
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (Date.now() > deadline) assert.fail(`waited ${ms} ms for ${wanted}; it is ${JSON.stringify(value)}`);
    await new Promise((again) => setTimeout(again, 25));
  }
}

/** Let this much time pass: only to see that nothing happens meanwhile. */
export const pass = (ms) => new Promise((over) => setTimeout(over, ms));

class Showdown {
  /** `page` is a Playwright page, or a frame of one. */
  constructor(page, window = page) {
    this.page = page;
    this.window = window;
    this.sync = new Lane(page, 'sync');
    this.async = new Lane(page, 'async');
  }

  /** The element of this id. */
  at(id) {
    return this.page.locator(`#${id}`);
  }

  press(id) {
    return this.at(id).click();
  }

  text(id) {
    return this.at(id).textContent();
  }

  // ---- time ---------------------------------------------------------------------------------------------------------

  /** Simulated seconds. */
  async clock() {
    return (await this.text('clock')).split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  }

  state() {
    return this.text('state');
  }

  isStill() {
    return until(() => this.state(), 'still');
  }

  async speed(times) {
    // (On a phone it is with what the dock opens.)
    const hides = !await this.at('speed').isVisible();
    if (hides) await this.press('more');
    await this.at('speed').selectOption(String(times));
    if (hides) await this.press('more');
  }

  /** Everything that is still to come, at once. */
  async finish() {
    await this.press('finish');
    await this.isStill();
  }

  // ---- settings and failures ----------------------------------------------------------------------------------------

  /** Its control: beside its part, or in the panel *Every setting*, which has to be open then. */
  setting(name) {
    return this.at(`${BESIDE.includes(name) ? 'spine' : 'set'}-${name}`);
  }

  /** What stands beside a slider. */
  value(name) {
    return this.at(`${BESIDE.includes(name) ? 'spine' : 'set'}-${name}-typed`).inputValue();
  }

  /** Breaks a part, or mends it: payment, broker or network. */
  async fault(part, on = true) {
    const button = this.at(SWITCHES[part]);
    assert.equal(await button.getAttribute('aria-pressed'), String(!on), `${part} is ${on ? 'down' : 'up'} already`);
    // (In the dock of a narrow page most of them are under *more*.)
    const folded = !(await button.isVisible());
    if (folded) await this.press('more');
    await button.click();
    await until(() => button.getAttribute('aria-pressed'), String(on));
    if (folded) await this.press('more');
  }

  // ---- the whole experiment -----------------------------------------------------------------------------------------

  notices() {
    return this.page.locator('.notices p').textContent();
  }

  milestone() {
    return this.text('milestone');
  }

  digest() {
    return this.text('digest');
  }

  /** Opens one of the panels below the stage, and waits until it is there and shows the page as it is now. */
  async desk(panel = 'experiment') {
    const tab = this.at(`tab-${panel}`);
    if (await tab.isVisible() && await tab.getAttribute('aria-selected') !== 'true') await tab.click();
    await until(() => this.page.locator('[aria-busy="true"]').count(), 0);
    await this.at(panel).scrollIntoViewIfNeeded();
    await this.isShown();
  }

  /** What has been scrolled into sight knows it: browsers tell after a frame. */
  async isShown() {
    await this.page.evaluate(() => new Promise((shown) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown)));
    }));
  }

  /** Opens a panel, with nothing folded away. */
  async unfold(panel = 'experiment') {
    await this.desk(panel);
    await this.page.evaluate(() => document.querySelectorAll('.below details').forEach((d) => { d.open = true; }));
    await this.page.evaluate(() => scrollTo(0, 0));
  }

  /** The experiment so far, as the page exports it. */
  async experiment() {
    await this.desk();
    return JSON.parse(await this.at('experiment-json').inputValue());
  }

  /** Pastes an experiment (an object, or any text) and opens it. */
  async paste(experiment) {
    await this.unfold();
    await this.at('experiment-json').fill(typeof experiment === 'string' ? experiment : JSON.stringify(experiment));
    await this.press('open-experiment');
  }

  /** What *Share* copies. */
  async link() {
    await this.window.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // (On a phone it is in the menu.)
    if (await this.at('menu').isVisible() && !(await this.at('share').isVisible())) await this.press('menu');
    return this.copied('share');
  }

  /** What a press on this button copies, in a page that may. */
  async copied(id) {
    const read = () => this.page.evaluate(() => navigator.clipboard.readText());
    await this.page.evaluate(() => navigator.clipboard.writeText('nothing'));
    await this.press(id);
    return until(read, (text) => text !== 'nothing');
  }

  /** The address bar, once it says the same as *Share*: it may be half a second behind. */
  async address() {
    const link = await this.link();
    return until(() => this.window.url(), link);
  }

  /** Somebody writes this into the address bar, after the #; the page has heard of it. */
  async type(fragment) {
    await this.page.evaluate((hash) => new Promise((heard) => {
      addEventListener('hashchange', heard, { once: true });
      if (location.hash === `#${hash}`) throw new Error('it stands there already');
      location.hash = hash;
    }), fragment);
  }

  /** What a press on this button saves, as JSON: save-experiment or save-report. */
  async saved(id) {
    await this.desk();
    const [download] = await Promise.all([this.window.waitForEvent('download'), this.press(id)]);
    return JSON.parse(await readFile(await download.path(), 'utf8'));
  }

  // ---- the keyboard -------------------------------------------------------------------------------------------------

  focused() {
    return this.page.evaluate(() => document.activeElement.id);
  }

  /** Tab until the element of this id has the focus. */
  async tabTo(id) {
    for (let k = 0; k < 100; k += 1) {
      await this.key('Tab');
      if (await this.focused() === id) return;
    }
    assert.fail(`#${id} cannot be reached with Tab`);
  }

  key(name) {
    return this.window.keyboard.press(name);
  }

  // ---- animation frames (a page opened with countFrames) ------------------------------------------------------------

  frames() {
    return this.page.evaluate(() => globalThis.__frames);
  }

  /** Waits until the page asks for no more frames, and fails if it asks for another one after all. */
  async isAtRest() {
    let last;
    await until(async () => {
      const before = last;
      last = await this.frames();
      await pass(100);
      return last === before;
    }, true);
    const before = await this.frames();
    await pass(400);
    assert.equal(await this.frames(), before, 'animation frames asked for while nothing moves');
  }
}

class Lane {
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.trigger = page.locator(`#trigger-${id}`);
  }

  text(part) {
    return this.page.locator(`#${part}-${this.id}`).textContent();
  }

  /** What became of the shopper's click. */
  story() {
    return this.text('story');
  }

  isBusy() {
    return this.trigger.getAttribute('aria-disabled').then((busy) => busy === 'true');
  }

  /** 10, 100 or 1000 orders to this shop alone. */
  async crowd(n) {
    await this.page.locator('#crowd-to').selectOption(this.id);
    await this.page.locator(`#both-${n}`).click();
    await this.page.locator('#crowd-to').selectOption('both');
  }

  /** Orders with this outcome: paid, accepted, refused, lost and so on. */
  async count(outcome) {
    return Number(await this.page.locator(`#ledger-${this.id} li[data-outcome="${outcome}"] b`).textContent());
  }

  /**
   * The whole ledger: rows by what users were told, columns by the charge; checks that it sums to the orders sent.
   * (Where an order needs several services, a second table, of what became of it at each, stands below.)
   */
  async ledger() {
    // The table comes with the panels' chunk, when the whole ledger is opened.
    await this.page.locator(`[data-side="${this.id}"] details.whole`).evaluate((whole) => { whole.open = true; });
    await this.page.locator(`#whole-${this.id} tbody tr`).first().waitFor({ state: 'attached' });
    const { rows, summary } = await this.page.evaluate((id) => {
      const lane = document.querySelector(`[data-side="${id}"] .ledger`);
      return {
        rows: [...lane.querySelector('table').querySelectorAll('tbody tr')].map((row) => [
          row.querySelector('th').textContent,
          [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent)),
        ]),
        summary: lane.querySelector('summary').textContent.trim(),
      };
    }, this.id);
    const sent = Number(summary.match(/(\d+) orders?$/)[1]);
    const sum = rows.flatMap(([, cells]) => cells).reduce((a, b) => a + b, 0);
    assert.equal(sum, sent, `the ledger of ${this.id} sums to ${sum}, not to the ${sent} orders sent`);
    const table = Object.fromEntries(rows.map(([told, [pending, once, many, never]]) =>
      [told, { pending, once, many, never }]));
    return { sent, ...table };
  }
}

/** For visit({ prepare: countFrames }): counts the animation frames that the page asks for. */
export async function countFrames(page) {
  await page.addInitScript(() => {
    const ask = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.__frames = 0;
    globalThis.requestAnimationFrame = (callback) => {
      globalThis.__frames += 1;
      return ask(callback);
    };
  });
}

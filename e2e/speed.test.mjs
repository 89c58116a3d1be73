// How smooth the page is. CI draws in software and shares its processors: script time is judged, not the frame rate,
// and a measurement that a neighbour may have disturbed is made up to three times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pass, until, visit } from './page.mjs';

const TRIES = 3;
/** The stage's script in a frame, at the median. */
const STAGE_MS = 4;
/** A task that takes longer keeps the reader waiting. */
const LONG_MS = 50;

/** Measures until `fits(result)`, at most TRIES times; says what it saw each time. */
async function measure(t, what, take, fits) {
  const seen = [];
  for (let k = 0; k < TRIES; k += 1) {
    const result = await take();
    t.diagnostic(`${what}: ${JSON.stringify(result)}`);
    if (fits(result)) return;
    seen.push(result);
  }
  assert.fail(`${what}: ${JSON.stringify(seen)}`);
}

/**
 * The page's tasks of more than 50 ms while `act` goes on: `ms` by the clock, and `own` in its thread's own time, which
 * leaves out what the machine did for others meanwhile. A task is long if it is by the second.
 */
async function tasksDuring(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  assert(threads.length > 0, 'the trace names the page\'s thread');
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask')
    && threads.some((thread) => thread.pid === pid && thread.tid === tid));
  assert(tasks.length > 0, 'the trace holds the page\'s tasks');
  return tasks.map(({ dur, tdur = dur }) => ({ ms: Math.round(dur / 1000), own: Math.round(tdur / 1000) }))
    .filter(({ ms }) => ms > LONG_MS);
}

const noneIsLong = (tasks) => tasks.every(({ own }) => own <= LONG_MS);

test('1000 orders at once on both sides: no long task, and the stage is painted in good time', async (t) => {
  await measure(t, 'tasks over 50 ms in 5 s from the click on, and the stage\'s median ms', async () => {
    const shop = await visit();
    const tasks = await tasksDuring(shop.page, async () => {
      await shop.press('both-1000');
      await pass(5000);
    });
    const clock = await shop.clock();
    assert(clock > 1, `the run goes on: ${clock} s`);
    const stage = Number(await shop.at('showdown').getAttribute('data-stage-ms'));
    await shop.page.close();
    return { tasks, stage };
  }, ({ tasks, stage }) => noneIsLong(tasks) && stage > 0 && stage <= STAGE_MS);
});

test('running 1000 orders a side to the end makes no long task', async (t) => {
  await measure(t, 'tasks over 50 ms', async () => {
    const shop = await visit();
    const tasks = await tasksDuring(shop.page, async () => {
      await shop.press('both-1000');
      await shop.finish();
    });
    await shop.page.close();
    return tasks;
  }, noneIsLong);
});

test('with the charts in sight 1000 orders a side, fifty times as fast as the clock, make no long task', async (t) => {
  await measure(t, 'tasks over 50 ms in 3 s', async () => {
    const shop = await visit();
    await shop.desk('charts');
    const click = (id) => shop.at(id).evaluate((e) => e.click());
    await shop.speed(50);
    await shop.at('charts').scrollIntoViewIfNeeded();
    const tasks = await tasksDuring(shop.page, async () => {
      await click('both-1000');
      await pass(3000);
    });
    const clock = await shop.clock();
    assert(clock > 10, `the run goes on: ${clock} s`);
    await until(() => shop.text('chart-levels'), /^At most 1000 sync/);
    await shop.page.close();
    return tasks;
  }, noneIsLong);
});

test('a slider answers while 1000 orders a side are on their way', async (t) => {
  const shop = await visit({ prepare: (page) => page.addInitScript(() => {
    globalThis.__inputs = [];
    new PerformanceObserver((list) => {
      for (const { name, duration, interactionId } of list.getEntries()) {
        if (interactionId) globalThis.__inputs.push({ name, ms: duration });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  }) });
  await shop.press('both-1000');
  await until(() => shop.clock(), (seconds) => seconds > 0.3);
  await shop.setting('payment_time_ms').focus();
  const before = await shop.value('payment_time_ms');
  const tasks = await tasksDuring(shop.page, async () => {
    for (let k = 0; k < 10; k += 1) await shop.key('PageDown');
    await until(() => shop.value('payment_time_ms'), (value) => value !== before);
  });
  const inputs = await shop.page.evaluate(() => globalThis.__inputs);
  // Until the next frame is on the screen; that part is the machine's, so it is told and not judged.
  t.diagnostic(`slowest input to the next paint: ${Math.max(0, ...inputs.map(({ ms }) => ms))} ms; tasks over 50 ms: ${JSON.stringify(tasks)}`);
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`nothing jumps while the page loads, at ${width}×${height}`, async (t) => {
    const shop = await visit({
      width,
      height,
      prepare: (page) => page.addInitScript(() => {
        globalThis.__shifts = [];
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries()) {
            const nodes = sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
            globalThis.__shifts.push({ value, nodes });
          }
        }).observe({ type: 'layout-shift', buffered: true });
      }),
    });
    await pass(500);
    assert.deepEqual(await shop.page.evaluate(() => globalThis.__shifts), []);
    t.diagnostic(`started after ${Math.round(await shop.page.evaluate(() => globalThis.__startedAt))} ms`);
  });
}

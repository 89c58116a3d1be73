// The first screen's rectangles in Chromium: what has to be seen is seen, in every window of the table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WINDOWS, faults, measured } from './rectangles.mjs';
import { open, site } from './harness.mjs';

for (const window of WINDOWS) {
  test(`${window.name}: everything that has to be seen is, whole and large enough`, async () => {
    const { url } = await site();
    assert.deepEqual(await measured(driver(), window, url), []);
  });
}

/** The few things that a measurement does, for a page of Playwright. */
function driver() {
  let page;
  return {
    async open(url, { width, height }) {
      page = await open(new URL(url).search, { width, height });
    },
    click: (id) => page.locator(`#${id}`).click(),
    press: (key) => page.keyboard.press(key),
    text: (id) => page.locator(`#${id}`).textContent(),
    evaluate: (task, ...given) => page.evaluate(`(${task})(...${JSON.stringify(given)})`),
  };
}

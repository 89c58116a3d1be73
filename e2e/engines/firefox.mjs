// Firefox for the smoke tests: puppeteer-core speaks WebDriver BiDi with it.
//
//   const firefox = await launch();
//   await firefox.open(url, { width: 390, height: 844 });
//   await firefox.click('trigger-sync');
//   await firefox.close();
import puppeteer from 'puppeteer-core';

export const name = 'Firefox';

/** How long Firefox may take for anything it is asked to do. */
const PATIENCE_MS = 20_000;

/** Starts it with a new empty profile; close() ends it. */
export async function launch() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
    headless: true,
    timeout: 2 * PATIENCE_MS,
    protocolTimeout: PATIENCE_MS,
    extraPrefsFirefox: {
      // Should the page ask another host after all, it shall not get through.
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': 9,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': 9,
      'network.proxy.no_proxies_on': '127.0.0.1,localhost',
      // What the system prefers, wherever this runs: light.
      'ui.systemUsesDarkTheme': 0,
    },
  });
  const page = (await browser.pages())[0] ?? await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = listen(page);
  const at = (id) => page.$(`#${id}`).then((found) => found ?? Promise.reject(new Error(`there is no #${id}`)));
  return {
    async open(url, { width, height }) {
      await page.setViewport({ width, height });
      // (To the same address with another fragment a browser would only scroll.)
      await page.goto('about:blank');
      await page.goto(url, { waitUntil: 'load' });
    },
    async click(id) {
      await (await at(id)).click();
    },
    press: (key) => page.keyboard.press(key),
    text: async (id) => (await at(id)).evaluate((element) => element.textContent),
    evaluate: (task, ...given) => page.evaluate(task, ...given),
    screenshot: (path) => page.screenshot({ path }),
    complaints: async () => complaints.splice(0),
    close: () => browser.close(),
  };
}

/** What no page should do, as sentences; the list grows as it happens. */
function listen(page) {
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console error: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`could not be fetched: ${request.url()}`));
  return complaints;
}

// Visits the page in WebKit again and again, and goes from link to link there as fast as it can: how the fault was seen
// that ARCHITECTURE.md tells of (*What WebKit does by itself*). Some ten minutes for a hundred visits:
//
//   MINIBROWSER=/usr/lib/…/webkit2gtk-4.1/MiniBrowser node e2e/engines/many-visits.mjs 100
import { site } from '../harness.mjs';
import { pass } from '../page.mjs';
import { hasStarted } from '../rectangles.mjs';
import * as webkit from './webkit.mjs';

/** Much at once, much one after the other, one service and six: the programs change, too. */
const LINKS = [
  'payment_time_ms=555&do=0:click:both:1000&at=3s',
  'do=0:click:both:1000&do=4s:break:payment-down&do=4500ms:click:both:1000&at=6s',
  'arrivals=constant&arrival_rate_per_s=5&payment_time_ms=1000&consumers=4&read_timeout_ms=2000&retries=3&at=22s',
  'services=inventory.payment.shipping&exchange=fanout&arrivals=constant&arrival_rate_per_s=3&do=3s:break:shipping-down&at=8s',
  'services=inventory.payment.shipping.invoice.email.loyalty&exchange=fanout&do=0:click:both:24&at=2500ms',
  'do=0:click:both:1&at=1500ms&lesson=latency',
  'payment_time_spread=exponential&retries=2&publisher_confirms=1&at=1s',
];
/** How often all of them, and how long at each. */
const ROUNDS = 2;
const STAY_MS = 120;

const visits = Number(process.argv[2] ?? 100);
const { url } = await site();
const browser = await webkit.launch();
let faults = 0;
for (let visit = 1; visit <= visits; visit += 1) {
  await browser.open(url, { width: 1280, height: 800 });
  await hasStarted(browser);
  for (let k = 0; k < ROUNDS * LINKS.length; k += 1) {
    await browser.evaluate((hash) => { location.hash = hash; }, `#v1&seed=${visit * 100 + k}&${LINKS[k % LINKS.length]}`);
    if (k % 2) await browser.click('play').catch(() => {}); // (Not to be had where the page has stopped.)
    await pass(STAY_MS);
  }
  const said = await browser.complaints();
  if (said.length === 0) continue;
  faults += 1;
  console.log(`visit ${visit}: ${said.join('\n')}`);
}
console.log(`${faults} of ${visits} visits went wrong`);
await browser.close();
process.exit(faults > 0 ? 1 : 0);

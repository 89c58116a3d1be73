// What must be seen without scrolling, and in which windows: one table, measured in Chromium by rectangles.test.mjs and in
// two more engines by engines/smoke.test.mjs.
//
//   for (const window of WINDOWS) assert.deepEqual(await measured(browser, window, address), []);
//
// `browser` is any driver of engines/, or what looks like one: open, click, press, text, evaluate.
import { pass, until } from './page.mjs';

// ---- the table ------------------------------------------------------------------------------------------------------

const onBothSides = (...names) => names.flatMap((name) => [`#${name}-sync`, `#${name}-async`]);

const TRIGGERS = onBothSides('trigger');
const CLOCKS = [...onBothSides('told', 'paid', 'charged'), '.clocks > :first-child .quiet'];
const SENTENCE = ['#sentence', ...onBothSides('sentence')];
const PAYMENT_TAKES = ['label[for="spine-payment_time_ms"]', '#spine-payment_time_ms-typed', '#spine-payment_time_ms'];
export const EVERYTHING = [...SENTENCE, ...TRIGGERS, ...PAYMENT_TAKES, '#kill-payment', ...CLOCKS, ...onBothSides('ledger-bar'), '#play'];
const STAGE = ['.label:not(.none)'];
/** Of a frame that says itself what it shows, whatever that is. */
const LANES = [...SENTENCE, ...TRIGGERS, ...STAGE, ...CLOCKS, ...onBothSides('ledger-bar')];
const CROWDS = ['#both', '#both-10', '#both-100', '#both-1000', '#fairness'];
const FAILURES = ['#cut-network', '#kill-broker', '#kill-payment', '#freeze-payment', '#hang-payment', '#fail-payment'];

/** Each with what has to be seen in it, and how large its letters are at least. */
export const WINDOWS = [
  several(page([1280, 800], [...EVERYTHING, '#sentence-why'])),
  ...[[1366, 768], [1366, 650], [1440, 900]].map((size) => page(size, [...EVERYTHING, '#sentence-why'])),
  several(page([390, 844], EVERYTHING)),
  // (A lesson is read first there: what is done with the dock and the bar for time is scrolled to.)
  { ...page([390, 664], EVERYTHING), underLesson: [...SENTENCE, ...TRIGGERS, ...CLOCKS, ...onBothSides('ledger-bar')] },
  several(frame([640, 480], EVERYTHING)),
  // (Of a ledger that has all that can come of orders it has room for the worst; what opens all of it is beside it.)
  { ...frame([320, 480], [...TRIGGERS, ...SENTENCE, ...CLOCKS]), shortened: ['.legend'] },
  frame([640, 480], [...LANES, ...CROWDS, '#play'], 'race'),
  frame([640, 480], [...LANES, ...FAILURES, '#play'], 'failures'),
  frame([640, 480], [...LANES, ...CROWDS, ...FAILURES, '#play'], 'race,failures'),
  // (These are higher: they scroll to the rest.)
  frame([640, 480], LANES, 'scenario,race,failures'),
  { ...frame([320, 480], LANES, 'failures'), shortened: ['.legend'] },
  ...[[1280, 720], [1920, 1080]].map((size) => present(size, [...EVERYTHING, ...STAGE])),
];

const STORM = 'arrivals=constant&arrival_rate_per_s=5&arrivals_stop_s=20&payment_time_ms=1000&payment_threads=4&consumers=4'
  + '&read_timeout_ms=2000&retries=3';

/** Three services of which the last one is down, and six in a row, called at the same time as once published. */
const THREE = 'services=inventory.payment.shipping&inventory.time_ms=200&payment_time_ms=500&shipping.time_ms=300&exchange=fanout'
  + '&arrivals=constant&arrival_rate_per_s=3&do=3s:break:shipping-down';
const SIX = 'services=inventory.payment.shipping.invoice.email.loyalty&exchange=fanout&read_timeout_ms=10000&payment_time_ms=1000'
  + ['inventory', 'shipping', 'invoice', 'email', 'loyalty'].map((name) => `&${name}.time_ms=1000`).join('');

const AT_ONCE = `${SIX}&sync_calls=in-parallel&checkout_endpoint=async-def`;
const CHOREOGRAPHY = `${SIX}&async_events=choreography`;
/** The scenario of this name, word by word. */
const THIRD_DIES = 'preset=third-service-dies&services=inventory.payment.shipping&exchange=fanout&payment_time_ms=500&consumers=2'
  + '&inventory.time_ms=200&inventory.consumers=2&shipping.time_ms=300&shipping.consumers=2'
  + '&arrivals=constant&arrival_rate_per_s=3&arrivals_stop_s=20&do=5s:break:shipping-down&do=12s:heal:shipping-down';

/** The words of a lesson beside the stage, and the ways on. */
const LESSON = ['#lesson', '#lesson-title', '.lesson-text', '.lesson-next', '#lesson-following', '#lesson-end'];

/** The first screen at rest, when the most is said of it, and with a lesson: each with the link to it, whether it runs on from
 *  there, what else has to be seen on a page, and what in every window. */
const MOMENTS = [
  ['idle', '', false],
  ['a thousand at once', '#v1&payment_time_ms=555&do=0:click:both:1000&at=3s', true],
  ['a thousand at once, then Payment killed', '#v1&do=0:click:both:1000&do=4s:break:payment-down&do=4500ms:click:both:1000&at=6s', false, [], ['#errors-sync']],
  // Five kinds of outcomes at once, each with its figure.
  ['a retry storm', `#v1&${STORM}&at=22s`, false],
  ['the third service of three killed', `#v1&${THREE}&at=8s`, false, [], ['#service']],
  ['six services in a row', `#v1&${SIX}&do=0:click:both:24&at=2500ms`, true],
  ['a lesson', '#v1&do=0:click:both:1&at=1500ms&lesson=latency', false, LESSON],
];

/** How many messages wait in each queue. (In a low frame they are dots alone.) */
const QUEUES = ['.figures[id^="queue-"]'];

/** What several services look like, beyond those above: for the windows that say so. All that is said on the stage has to be seen. */
const SEVERAL = [
  ['six services at once', `#v1&${AT_ONCE}&do=0:click:both:16&at=600ms`, true],
  ['six services at once, one killed', `#v1&${AT_ONCE}&do=0:click:both:16&do=500ms:break:email-down&do=700ms:click:both:8&at=900ms`, false, [], onBothSides('lane').map((lane) => `${lane} .figures.bad`)],
  ['choreography of six services', `#v1&${CHOREOGRAPHY}&do=0:click:both:24&at=3500ms`, true],
  ['a thousand at once, six services in a row', `#v1&${SIX}&do=0:click:both:1000&at=4s`, true, QUEUES],
  ['a thousand at once, six services at once', `#v1&${AT_ONCE}&do=0:click:both:1000&at=6s`, true],
  ['a scenario of several services', `#v1&${THIRD_DIES}&at=9s`, true],
].map(([name, link, plays, besides = [], everywhere = []]) => [name, link, plays, besides, [...everywhere, ...STAGE]]);

/** Words that may end in … : a closed list opens, and what happened last is said in full to who listens. */
const SHORTENED_ON_PURPOSE = ['#scenario', '#happened'];

/** The same window, with what several services look like besides. */
function several(window) {
  return { ...window, several: true };
}

function page([width, height], seen) {
  return { name: `a page of ${width}×${height}`, width, height, path: '', presents: false, letters: 12, seen, shortened: [], several: false };
}

function frame([width, height], seen, panels) {
  const [words, asked] = panels ? [` with ${panels}`, `&panels=${panels}`] : ['', ''];
  return { ...page([width, height], seen), name: `a frame of ${width}×${height}${words}`, path: `?embed=1${asked}` };
}

function present([width, height], seen) {
  return { ...page([width, height], seen), name: `Present at ${width}×${height}`, presents: true, letters: 18 };
}

// ---- how it is measured ---------------------------------------------------------------------------------------------

/** What is wrong with the first screen in this window, in sentences. */
export async function measured(browser, window, address, moments = window.several ? [...MOMENTS, ...SEVERAL] : MOMENTS) {
  await browser.open(new URL(window.path, address).href, window);
  await hasStarted(browser);
  if (window.presents) {
    await browser.press('f');
    await until(() => browser.evaluate(() => 'present' in document.documentElement.dataset), true);
  }
  const all = [];
  const isPage = window.path === '' && !window.presents;
  for (const [moment, link, plays, besides = [], everywhere = []] of moments) {
    if (link) await goOn(browser, link);
    const also = [...isPage ? besides : [], ...everywhere];
    if (also.length > 0) await until(() => browser.evaluate((place) => document.querySelector(place) !== null, also.at(-1)), true);
    // (Not with a pointer: it would have to be scrolled to, and what the pointer comes to rest on would say what it is for.)
    if (plays) await browser.evaluate(() => document.getElementById('play').click());
    if (plays) await until(() => browser.text('state'), /running|behind/);
    await pass(100); // a frame or two: what is said finds its place
    const seen = besides === LESSON && window.underLesson || window.seen;
    // (Where an order needs several services, *all done* stands in place of how many were charged.)
    const shown = seen.map((place) => (link.includes('services=') ? place.replace('#charged-', '#all-done-') : place));
    const found = await browser.evaluate(faults, [...shown, ...also], window.letters, [...SHORTENED_ON_PURPOSE, ...window.shortened]);
    all.push(...found.map((words) => `${moment}: ${words}`));
  }
  return all;
}

/** The program has taken over from the first paint, and knows the size of its stage. */
export async function hasStarted(browser) {
  await until(() => browser.evaluate(() => document.getElementById('clock') !== null
    && document.getElementById('first-paint') === null && document.querySelector('.stage.unknown') === null), true, 30_000);
}

/** Somebody writes a link into the address bar; the sentence, which takes its time, says what is the case there. */
async function goOn(browser, link) {
  const [clock, sentence] = [await browser.text('clock'), await browser.text('sentence')];
  await browser.evaluate((hash) => { location.hash = hash; }, link);
  await until(() => browser.text('clock'), (now) => now !== clock);
  await until(() => browser.text('sentence'), (now) => now !== sentence);
}

/** Runs in the page, and knows nothing but what it is given. */
export function faults(selectors, letters, onPurpose) {
  const found = [];
  const round = (n) => Math.round(n * 10) / 10;
  const isText = (element) => /^(INPUT|SELECT)$/.test(element.tagName) ? element.type !== 'range'
    : [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const selector of selectors) {
    const elements = document.querySelectorAll(selector);
    if (elements.length === 0) found.push(`${selector} is not there`);
    for (const element of elements) look(element, elements.length > 1 ? `${selector} ${nameOf(element)}` : selector);
  }
  for (const element of document.querySelectorAll('.screen *')) shortened(element);
  for (const card of document.querySelectorAll('.spine:not(.open) .inside')) spilt(card);
  for (const stage of document.querySelectorAll('.stage')) crossed([...stage.querySelectorAll('.label:not(.none)')]);
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide, in ${innerWidth}`);
  return found;

  function look(element, name) {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (width < 1 || height < 1) {
      found.push(`${name} is not shown`);
      return;
    }
    const place = `${round(left)}…${round(right)} × ${round(top)}…${round(bottom)}`;
    if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) {
      found.push(`${name} is at ${place}, outside of ${innerWidth}×${innerHeight}`);
      return;
    }
    cutOff(element, name, { left, top, right, bottom });
    const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    // (Where the ledger is small, what opens all of it lies over it, and is clear.)
    const isClear = middle?.matches('.whole summary') && element.closest('.ledger');
    if (!middle || !(isClear || element.contains(middle) || middle.contains(element))) {
      found.push(`${name} at ${place} is covered by ${middle ? nameOf(middle) : 'something'}`);
    }
    if (!isText(element)) return;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < letters) found.push(`${name} has letters of ${round(size)} px, not ${letters}`);
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    // (What is in a line has no box of its own.)
    if (clientWidth > 0 && (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)) {
      found.push(`${name} needs ${scrollWidth}×${scrollHeight} and has ${clientWidth}×${clientHeight}: ${wordsOf(element)}`);
    }
  }

  function cutOff(element, name, rectangle) {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY, display } = getComputedStyle(around);
      if (display === 'contents' || (overflowX === 'visible' && overflowY === 'visible')) continue;
      const room = around.getBoundingClientRect();
      for (const [side, much] of [['left', room.left - rectangle.left], ['top', room.top - rectangle.top],
        ['right', rectangle.right - room.right], ['bottom', rectangle.bottom - room.bottom]]) {
        if (much > 0.5) found.push(`${name} is cut off by ${nameOf(around)}: ${round(much)} px ${side}`);
      }
    }
  }

  /** What stands in a card and reaches below its edge lies on the next one. (In a dock there are no cards.) */
  function spilt(card) {
    if (getComputedStyle(card).display === 'contents') return;
    const { bottom } = card.getBoundingClientRect();
    for (const element of card.querySelectorAll('button, input, select, label, h2')) {
      const its = element.getBoundingClientRect();
      if (its.height < 1 || element.closest('[role="tooltip"]')) continue;
      if (its.bottom > bottom + 0.5) found.push(`${nameOf(element)} reaches ${round(its.bottom - bottom)} px below its card`);
    }
  }

  /** Words of the first screen that end in …, or below the edge of their place. */
  function shortened(element) {
    if (!isText(element) || element.closest('.hidden, dialog, [role="tooltip"]')) return;
    if (onPurpose.some((selector) => element.matches(selector))) return;
    let block = element;
    while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
    const { overflowX, overflowY, clipPath, visibility } = getComputedStyle(block);
    if (overflowX === 'visible' && overflowY === 'visible' || clipPath !== 'none' || visibility !== 'visible') return;
    const { left, top, right, bottom, width, height } = block.getBoundingClientRect();
    if (width < 1 || height < 1 || right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return;
    if (/auto|scroll/.test(overflowX + overflowY)) return;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = block;
    // (Half a pixel too much, and a whole word is gone.)
    const ends = getComputedStyle(block).textOverflow === 'ellipsis' && wordsWide(block) > roomIn(block) + 0.1;
    if (ends || scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) {
      found.push(`${nameOf(block)} is shortened: it needs ${scrollWidth}×${scrollHeight} and has ${clientWidth}×${clientHeight}: ${wordsOf(block)}`);
    }
  }

  /** Words of a stage that lie across each other. (A line may be lower than its letters: by an eighth, or two pixels.) */
  function crossed(labels) {
    const places = labels.filter((label) => label.textContent.trim()).map((label) => [label, label.getBoundingClientRect()]);
    for (const [k, [one, a]] of places.entries()) {
      for (const [other, b] of places.slice(k + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > Math.max(2, Math.min(a.height, b.height) / 8)) found.push(`${nameOf(one)} lies across ${nameOf(other)}, ${round(wide)}×${round(high)} px: ${wordsOf(one)}, ${wordsOf(other)}`);
      }
    }
  }

  function wordsWide(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  }

  function roomIn(element) {
    const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = getComputedStyle(element);
    return [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth]
      .reduce((room, edge) => room - parseFloat(edge), element.getBoundingClientRect().width);
  }

  function wordsOf(element) {
    return JSON.stringify((/^(INPUT|SELECT)$/.test(element.tagName) ? element.value : element.textContent).trim());
  }

  function nameOf(element) {
    const owner = element.closest('[id]');
    const own = [element.localName, ...element.classList].join('.');
    return owner === element ? `#${owner.id}` : owner ? `${own} in #${owner.id}` : own;
  }
}

// WebKit for the smoke tests, the nearest to Safari that Linux has: WebKitGTK's small browser, on a screen of its own
// that nobody sees, driven by plain WebDriver.
//
//   const webkit = await launch();
//   await webkit.open(url, { width: 390, height: 844 });
//   await webkit.click('trigger-sync');
//   await webkit.close();
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const name = 'WebKit';

/** What a program without a line of unsafe code cannot do by itself. (WebKitGTK 2.50.6 does it about once in a hundred and
 *  fifty visits, each time elsewhere; nothing like it was ever seen in another engine: ARCHITECTURE.md.) */
export const itsOwnFault = /Out of bounds memory access|assertion failed: psize/;

/** How long the browser may take for anything it is asked to do. */
const PATIENCE_MS = 20_000;

/** Its window has buttons that need this much; a narrower page is looked at in a frame. */
const NARROWEST = 600;

/** Larger than any window of the tests. */
const SCREEN = '2100x1400x24';

/** Starts a screen, the driver and a browser with a new empty profile; close() ends them. */
export async function launch() {
  const profile = mkdtempSync(path.join(tmpdir(), 'showdown-webkit-'));
  const running = [];
  const end = () => {
    for (const one of running.splice(0).reverse()) one.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true });
  };
  process.once('exit', end);
  // Whoever ends the tests before they are through ends these too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  try {
    const display = await screen(running);
    const said = [];
    const driver = await webDriver(running, said, display, profile);
    const { sessionId } = await driver('POST', '/session', { capabilities: { alwaysMatch: {
      'webkitgtk:browserOptions': {
        binary: process.env.MINIBROWSER, // scripts/setup.sh finds it
        args: ['--automation'],
      },
    } } });
    const session = (method, what, body) => driver(method, `/session/${sessionId}${what}`, body);
    await session('POST', '/timeouts', { script: PATIENCE_MS, pageLoad: PATIENCE_MS, implicit: 0 });
    return commands(session, async () => {
      await session('DELETE', '').catch(() => {});
      process.removeListener('exit', end);
      end();
    });
  } catch (error) {
    end();
    throw error;
  }
}

/** Keys that are no letter, as WebDriver writes them. */
const KEYS = { Escape: '\uE00C', ArrowLeft: '\uE012', ArrowRight: '\uE014' };

function commands(session, close) {
  const evaluate = (task, ...given) => session('POST', '/execute/sync', {
    script: `return (${task}).apply(null, arguments)`, args: given,
  });
  const at = async (id) => Object.values(await session('POST', '/element', { using: 'css selector', value: `#${id}` }))[0];
  return {
    async open(url, { width, height }) {
      await session('POST', '/frame', { id: null });
      await session('POST', '/url', { url: 'about:blank' });
      await resize(session, evaluate, Math.max(width, NARROWEST), height);
      if (width >= NARROWEST) await session('POST', '/url', { url });
      else await openFramed(session, url, width, height);
      await evaluate(listen);
    },
    async click(id) {
      await session('POST', `/element/${await at(id)}/click`, {});
    },
    async press(key) {
      const value = KEYS[key] ?? key;
      await session('POST', '/actions', { actions: [{
        type: 'key', id: 'keyboard', actions: [{ type: 'keyDown', value }, { type: 'keyUp', value }],
      }] });
    },
    text: (id) => evaluate((place) => document.getElementById(place).textContent, id),
    evaluate,
    async screenshot(file) {
      await evaluate(stir);
      writeFileSync(file, Buffer.from(await session('GET', '/screenshot'), 'base64'));
    },
    complaints: () => evaluate(() => globalThis.__complaints?.splice(0) ?? []),
    close,
  };
}

/** Runs in the page, once it is there: plain WebDriver tells nothing of the console, so the page keeps it itself. */
function listen() {
  const complaints = [];
  globalThis.__complaints = complaints;
  const { error } = console;
  console.error = (...words) => {
    complaints.push(`console error: ${words.join(' ')}`);
    error.apply(console, words);
  };
  addEventListener('error', (event) => complaints.push(`uncaught: ${event.message}\n${event.error?.stack ?? ''}`));
  addEventListener('unhandledrejection', (event) => complaints.push(`uncaught: ${event.reason}`));
}

/** Runs in the page: a picture is taken when the page next paints, and a page at rest never does. */
function stir() {
  const { style } = document.documentElement;
  const timer = setInterval(() => { style.outline = style.outline ? '' : '1px solid transparent'; }, 50);
  setTimeout(() => {
    clearInterval(timer);
    style.outline = '';
  }, 3000);
}

/** Opens a page of this size in the corner of another one, and looks into it from now on. */
async function openFramed(session, url, width, height) {
  // (The driver sees into a frame only when the page around it is of the same host: any text that the host serves will do.)
  await session('POST', '/url', { url: new URL('nothing.txt', url).href });
  const frame = await session('POST', '/execute/async', { args: [url, width, height], script: `
    const frame = document.createElement('iframe');
    const [src, width, height, done] = arguments;
    Object.assign(frame, { src, width, height, onload: () => done(frame) });
    frame.style.border = 0;
    document.body.style.margin = 0;
    document.body.replaceChildren(frame);` });
  await session('POST', '/frame', { id: frame });
}

/** The window so large that the page in it has this size. */
async function resize(session, evaluate, width, height) {
  let [w, h] = [width, height];
  for (let k = 0; k < 5; k += 1) {
    await session('POST', '/window/rect', { x: 0, y: 0, width: w, height: h });
    const inner = await evaluate(() => [innerWidth, innerHeight]);
    if (inner[0] === width && inner[1] === height) return;
    [w, h] = [w + width - inner[0], h + height - inner[1]];
  }
  throw new Error(`the window cannot be made ${width}×${height}`);
}

/** A screen in memory; resolves to its name. */
async function screen(running) {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  running.push(xvfb);
  const number = await soon('Xvfb', xvfb, once(xvfb.stdio[3], 'data'));
  return `:${String(number).trim()}`;
}

/** WebKitWebDriver, once it answers, as a function: method, path, body. */
async function webDriver(running, said, display, profile) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DISPLAY: display,
      HOME: profile,
      XDG_CACHE_HOME: profile,
      XDG_CONFIG_HOME: profile,
      XDG_DATA_HOME: profile,
      // Root cannot use its sandbox, and there is no graphics card.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      GIO_USE_VFS: 'local',
      NO_AT_BRIDGE: '1',
      GDK_BACKEND: 'x11',
      GTK_THEME: 'Adwaita',
    },
  });
  running.push(driver);
  for (const stream of [driver.stdout, driver.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => said.push(...text.split('\n')));
  }
  const ask = async (method, what, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${what}`, {
      method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await ask('GET', '/status').catch(() => null);
    if (status?.ready) return ask;
    if (Date.now() > deadline || driver.exitCode !== null) throw new Error(`WebKitWebDriver does not answer: ${said.join('\n')}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

/** What is promised, unless the program fails first or takes too long. */
function soon(what, child, promised) {
  return Promise.race([
    promised,
    once(child, 'error').then(([error]) => Promise.reject(error)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${what} ended with ${code}`))),
    new Promise((_, late) => setTimeout(late, PATIENCE_MS, new Error(`${what} did not start`)).unref()),
  ]);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

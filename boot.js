// The only script that is not compiled from Rust: a classic one, put into the page itself by the build
// (scripts/finish-page.mjs), so that it runs before the first paint and nothing has to be fetched first.
// It applies what the address and the reader ask for, and starts the page's program; if that cannot be
// loaded it says so in plain words. (The program fetches its other chunks itself: src/view/chunks.rs.)
(() => {
  'use strict';
  const PATIENCE_MS = 15_000;
  /** When the rest of the first screen comes, though the browser is not idle yet; and where it cannot tell (Safari). */
  const AT_LATEST_MS = 400;
  const A_FRAME_MS = 50;
  const root = document.documentElement;

  const asked = new URLSearchParams(location.search);
  const embedded = asked.has('embed') && asked.get('embed') !== '0';
  if (embedded) {
    root.dataset.embed = '';
    root.dataset.panels = (asked.get('panels') ?? '').replaceAll(',', ' ');
  }

  // Where there is no room for the spine, or nobody to use it, it is a dock below the stage.
  const narrow = matchMedia('(max-width: 899px)');
  const makeRoom = () => root.toggleAttribute('data-dock', narrow.matches || 'present' in root.dataset);
  narrow.addEventListener('change', makeRoom);
  addEventListener('showdown-room', makeRoom);
  makeRoom();

  // Nothing stored means: whatever the system prefers. Storage throws in a sandboxed iframe.
  let theme = asked.get('theme');
  try {
    theme ??= localStorage.getItem('showdown.theme');
  } catch {}
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

  // Whoever paints by hand is told when the system turns light or dark, or has colours of its own.
  for (const wish of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(wish).onchange = () => dispatchEvent(new CustomEvent('showdown-recolour'));
  }

  const byId = (id) => document.getElementById(id);

  /** Triggers that are pressed before the program is there; it is told when it is. */
  const early = new Set();
  document.addEventListener('click', ({ target }) => {
    const trigger = target.closest('#first-paint .trigger');
    if (!trigger) return;
    early.add(trigger.id);
    trigger.setAttribute('aria-disabled', 'true');
    trigger.nextElementSibling.textContent = 'sent once the simulation has loaded';
  });

  /** A press that began on the first paint and ends on the program is one all the same; of it a browser makes no click. */
  let held;
  document.addEventListener('pointerdown', ({ target }) => { held = target.closest('#first-paint .trigger')?.id; });
  document.addEventListener('pointerup', ({ target }) => {
    if (held && !byId('first-paint') && target.closest('.trigger')?.id === held) byId(held).click();
    held = null;
  });

  /** The program stands where the first paint stood. */
  function takeOver() {
    const focused = document.activeElement?.id;
    byId('first-paint').remove();
    if (focused) byId(focused)?.focus();
    for (const id of early) byId(id).click();
  }

  function say(text) {
    const box = byId('boot-message');
    box.textContent = text;
    box.hidden = !text;
  }

  const parsed = new Promise((done) => document.addEventListener('DOMContentLoaded', done));

  async function start() {
    if (typeof WebAssembly !== 'object') {
      await parsed;
      say('This page needs WebAssembly, which this browser does not have or has switched off.');
      return;
    }
    const patience = setTimeout(
      () => say('The simulation is not there yet. It starts by itself once it has loaded; if nothing comes, reload the page.'),
      PATIENCE_MS,
    );
    try {
      const [program] = await Promise.all([import(byId('app-js').href), parsed]);
      const wasm = await program.default({ module_or_path: byId('app-wasm').href });
      say('');
      takeOver();
      dispatchEvent(new CustomEvent('TrunkApplicationStarted', { detail: { wasm } }));
      // What can be pressed at once is there; the rest comes after a first paint (src/view/first.rs).
      const complete = () => dispatchEvent(new CustomEvent('showdown-idle'));
      if (globalThis.requestIdleCallback) requestIdleCallback(complete, { timeout: AT_LATEST_MS });
      else setTimeout(complete, A_FRAME_MS);
    } catch (error) {
      // (In a sandboxed frame the page is of no origin, and only a server that lets everybody read hands it its parts.)
      const help = self.origin === 'null'
        ? 'This frame is sandboxed: the server has to allow every origin (CORS). Or open the page in a tab of its own.'
        : 'Reload the page to try again.';
      say(`The simulation could not start (${error?.message ?? error}). ${help}`);
      throw error;
    } finally {
      clearTimeout(patience);
    }
  }

  start();
})();

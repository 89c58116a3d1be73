// The only script that is not compiled from Rust: a classic one, loaded before the first paint.
// It applies what the address and the reader ask for, and starts the page's program; if that cannot be
// loaded it says so in plain words. (The program fetches its other chunks itself: src/view/chunks.rs.)
(() => {
  'use strict';
  const PATIENCE_MS = 15_000;
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
    matchMedia(wish).addEventListener('change', () => {
      dispatchEvent(new CustomEvent('showdown-recolour'));
    });
  }

  const byId = (id) => document.getElementById(id);

  function say(text) {
    const box = byId('boot-message');
    box.textContent = text;
    box.hidden = !text;
  }

  async function start() {
    if (typeof WebAssembly !== 'object') {
      say('This page needs WebAssembly, which this browser does not have or has switched off.');
      return;
    }
    const patience = setTimeout(
      () => say('The simulation is not there yet. It starts by itself once it has loaded; if nothing comes, reload the page.'),
      PATIENCE_MS,
    );
    try {
      const program = await import(byId('app-js').href);
      const wasm = await program.default({ module_or_path: byId('app-wasm').href });
      say('');
      byId('first-paint')?.remove();
      dispatchEvent(new CustomEvent('TrunkApplicationStarted', { detail: { wasm } }));
    } catch (error) {
      say(`The simulation could not start (${error?.message ?? error}). Reload the page to try again.`);
      throw error;
    } finally {
      clearTimeout(patience);
    }
  }

  document.addEventListener('DOMContentLoaded', start);
})();

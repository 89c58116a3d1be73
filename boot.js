// The only script that is not compiled from Rust: a classic one, loaded before the first paint.
// It applies the reader's theme, starts the program, and says so in plain words if that fails.
(() => {
  'use strict';
  const PATIENCE_MS = 15_000;

  // Nothing stored means: whatever the system prefers. Storage throws in a sandboxed iframe.
  try {
    const theme = localStorage.getItem('showdown.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {}

  function say(text) {
    const box = document.getElementById('boot-message');
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
      // Trunk writes these two links, with the names of this build.
      const program = await import(document.getElementById('app-js').href);
      const wasm = await program.default({ module_or_path: document.getElementById('app-wasm').href });
      say('');
      document.getElementById('first-paint')?.remove();
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

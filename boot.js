// The only script that is not compiled from Rust: a classic one, loaded before the first paint.
// It applies what the address and the reader ask for, starts the page's program, and loads the
// second one (the desk: code, charts, story, lessons, files) when one of its panels comes into sight or
// somebody asks for it, and the third one (recorded runs) when somebody asks for that. If something
// cannot be loaded it says so in plain words.
(() => {
  'use strict';
  const PATIENCE_MS = 15_000;
  // With nothing else to do, the desk comes by itself: for those who search the page or hear it.
  const DESK_MS = 3_000;
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

  // Whoever paints by hand is told when the system turns light or dark.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    dispatchEvent(new CustomEvent('showdown-do', { detail: 'recolour' }));
  });

  const byId = (id) => document.getElementById(id);

  function say(text) {
    const box = byId('boot-message');
    box.textContent = text;
    box.hidden = !text;
  }

  // Where the build says that a file is: Trunk writes links for the first program, index.html metas for the second.
  const fileOf = (id) => byId(id).href ?? new URL(byId(id).content, document.baseURI).href;

  async function load(name) {
    const program = await import(fileOf(`${name}-js`));
    return program.default({ module_or_path: fileOf(`${name}-wasm`) });
  }

  let recorded;
  function openRecorded() {
    recorded ??= load('recorded').then(
      () => say(''),
      (error) => {
        recorded = undefined;
        say(`Recorded runs could not be loaded (${error?.message ?? error}). Try again, or reload the page.`);
      },
    );
  }

  let desk;
  function openDesk() {
    desk ??= load('desk').then(
      () => say(''),
      (error) => {
        desk = undefined;
        say(`This part could not be loaded (${error?.message ?? error}). Try again, or reload the page.`);
        throw error;
      },
    );
    return desk;
  }

  function awaitDesk() {
    const sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) openDesk().then(() => sight.disconnect(), () => {});
    });
    for (const panel of document.querySelectorAll('.desk')) sight.observe(panel);
    addEventListener('showdown-recorded', openRecorded);
    addEventListener('showdown-embed', () => {
      openDesk().then(() => dispatchEvent(new CustomEvent('showdown-embed-open')), () => {});
    });
    if (!embedded) setTimeout(() => openDesk().catch(() => {}), DESK_MS);
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
      const wasm = await load('app');
      say('');
      byId('first-paint')?.remove();
      awaitDesk();
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

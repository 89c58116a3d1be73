// Draws the picture that a shared link shows, and the icon of a phone's home screen, into public/:
//
//   CHROMIUM=... node e2e/social.mjs
//
// A card in the page's own colours, so it changes only when the style does. Commit what it writes.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { withPalette } from './palette.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const tokens = readFileSync(here('../style/tokens.css'), 'utf8');
const LANE = 548;

const list = (count, draw) => Array.from({ length: count }, (_, k) => draw(k)).join('');
const box = (y) => `<rect x="20" y="${y}" width="${LANE - 40}" height="56" rx="12" fill="var(--box)" stroke="var(--line)"/>`;
/** A box's words, over the lines: they clear some room for themselves. */
const label = (y, name, note) => `<text x="36" y="${y + 23}" class="name">${name}</text><text x="${LANE - 36}" y="${y + 23}" class="note">${note}</text>`;

/** Held requests: taut lines from the users through Checkout to Payment. */
function sync() {
  const at = (k) => 44 + k * 20;
  return `<g stroke="var(--sync)" fill="var(--sync)">
    ${box(104)}${box(246)}
    ${list(24, (k) => `<path d="M${at(k)} 70V278" stroke-width="3"/><circle cx="${at(k)}" cy="62" r="7" fill="var(--card)" stroke-width="3"/>
      <rect x="${at(k) - 6}" y="136" width="12" height="14" rx="3"/><rect x="${at(k) - 6}" y="278" width="12" height="14" rx="3"/>
      <circle cx="${at(k)}" cy="${200 + 24 * Math.sin(k / 3)}" r="6"/>`)}</g>
    ${label(104, 'Checkout', 'threads 24 / 40')}${label(246, 'Payment', 'busy 24 / 40')}`;
}

/** Told at once: users with their answer, orders in the queue, one worker. */
function queue() {
  const at = (k) => 44 + k * 20;
  return `<g stroke="var(--async)" fill="var(--async)">
    ${box(92)}${box(176)}${box(260)}
    ${list(24, (k) => `<circle cx="${at(k)}" cy="62" r="7" fill="var(--card)" stroke-width="3"/><circle cx="${at(k)}" cy="62" r="2" stroke="none"/>`)}
    ${list(23, (k) => `<circle cx="${at(k)}" cy="217" r="6"/>`)}
    <rect x="268" y="292" width="12" height="14" rx="3"/></g>
    ${label(92, 'Checkout', 'threads 0 / 40')}${label(176, 'Queue', 'ready 23 · unacked 1')}${label(260, 'Payment worker', 'busy 1 / 1')}`;
}

const lane = (x, side, name, note, inside) => `<g transform="translate(${x} 0)" data-side="${side}">
  <rect x="0" y="0" width="${LANE}" height="336" rx="16" fill="var(--card)" stroke="var(--line)"/>
  <text x="20" y="36" class="side" fill="var(--lane)">${name}</text><text x="${LANE - 20}" y="35" class="note" style="stroke: none">${note}</text>${inside}</g>`;

const CARD = `<!DOCTYPE html><html lang="en" data-theme="light"><title>card</title><style>${tokens}
  body { margin: 0; width: 1200px; height: 630px; background: var(--page); color: var(--text); font-family: var(--font); }
  h1 { margin: 0; padding: 44px 40px 0; font-size: 60px; line-height: 1.1; letter-spacing: -1px; }
  p { margin: 0; padding: 14px 40px 30px; font-size: 29px; line-height: 1.35; color: var(--muted); }
  svg { display: block; margin-left: 40px; overflow: visible; }
  text { fill: var(--text); font-size: 17px; stroke: var(--box); stroke-width: 7px; paint-order: stroke; }
  .side { stroke: none; font-size: 24px; font-weight: 700; fill: var(--lane); }
  .name { font-weight: 650; }
  .note { fill: var(--muted); text-anchor: end; }
</style><h1>Sync vs Async Showdown</h1>
<p>One shop, twice: Checkout waits for Payment, or puts the order in a queue.<br>Break things, and see what becomes of the orders.</p>
<svg width="1120" height="336">${lane(0, 'sync', 'Sync', 'Checkout calls, and waits', sync())}${lane(572, 'async', 'Async', 'Checkout publishes, and answers', queue())}</svg>`;

/** The favicon on a ground of its own: a home screen has no dark variant of it. */
const icon = `<!DOCTYPE html><title>icon</title><style>body { margin: 0; background: #faf9f6; } svg { display: block; margin: 22px; }</style>
${readFileSync(here('../public/favicon.svg'), 'utf8').replace('<svg ', '<svg width="136" height="136" ')}`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
for (const [name, html, width, height] of [['social', CARD, 1200, 630], ['apple-touch-icon', icon, 180, 180]]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
  await page.setContent(html);
  writeFileSync(here(`../public/${name}.png`), withPalette(await page.screenshot()));
}
await browser.close();

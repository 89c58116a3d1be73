// The pages made of docs/*.md: in the page's own style, for people who never see the repository.
// Their policy allows nothing but their own style sheet: no script, no request.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { minifyStyle } from './minify.mjs';
import { npmTool } from './npm-tool.mjs';

const { Marked } = await npmTool('marked');

const STYLES = ['style/tokens.css', 'style/base.css', 'style/docs.css'];
/** What comes first in the bar of links; the others follow by name. */
const FIRST = ['model', 'settings'];

/** [{ name: 'model.html', html }, ...] of every docs/*.md below `root`. */
export async function docPages(root) {
  const css = await minifyStyle(STYLES.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n'));
  const docs = readdirSync(path.join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => read(file.slice(0, -3), readFileSync(path.join(root, 'docs', file), 'utf8')))
    .sort((a, b) => rank(a) - rank(b) || a.slug.localeCompare(b.slug));
  return docs.map((doc) => ({ name: `${doc.slug}.html`, html: page(doc, docs, css) }));
}

const rank = ({ slug }) => (FIRST.indexOf(slug) + 1) || FIRST.length + 1;

function read(slug, markdown) {
  const headings = new Map();
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        return `<h${depth} id="${fragment(plain(html), headings)}">${html}</h${depth}>\n`;
      },
      link({ href, title, tokens }) {
        const hint = title ? ` title="${escape(title)}"` : '';
        return `<a href="${escape(published(href, slug))}"${hint}>${this.parser.parseInline(tokens)}</a>`;
      },
      html({ text }) {
        throw new Error(`docs/${slug}.md holds HTML (${text.trim().slice(0, 60)}): Markdown only, please`);
      },
    },
  });
  // Named boxes that scroll, and that the keyboard reaches.
  let last = '';
  const html = marked.parse(markdown)
    .replace(/<h\d[^>]*>([^]*?)<\/h\d>|<table>[^]*?<\/table>|<pre>[^]*?<\/pre>/g, (whole, heading) => {
      if (heading !== undefined) {
        last = plain(heading);
        return whole;
      }
      const kind = whole.startsWith('<table') ? 'Table' : 'Diagram or code';
      return `<div class="wide" role="region" tabindex="0" aria-label="${kind}: ${escape(last)}">${whole}</div>`;
    });
  const title = plain(html.match(/<h1[^>]*>([^]*?)<\/h1>/)?.[1] ?? '');
  if (!title) throw new Error(`docs/${slug}.md has no title (# ...)`);
  return { slug, html, title };
}

const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g,
  (entity) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[entity]);

const escape = (text) => text.replace(/[&<>"]/g,
  (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]);

/** The fragment under which a code host shows this heading too, so that links work in both places. */
function fragment(text, taken) {
  const base = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
  const before = taken.get(base) ?? 0;
  taken.set(base, before + 1);
  return before === 0 ? base : `${base}-${before}`;
}

/** Where a link of docs/ leads in dist/: pages beside it, and examples/, are published; nothing else is. */
function published(href, slug) {
  if (/^[a-z][a-z0-9+.-]*:|^#/i.test(href)) return href;
  const [, file, rest] = href.match(/^([^?#]*)(.*)$/);
  const target = path.posix.join('docs', file);
  if (/^docs\/[\w-]+\.md$/.test(target)) return `${target.slice('docs/'.length, -'.md'.length)}.html${rest}`;
  if (/^examples\/[\w-]+\.html$/.test(target)) return target + rest;
  if (target === 'index.html') return `./${rest}`;
  throw new Error(`docs/${slug}.md links to ${href}, which is not published with the page`);
}

function page({ slug, html, title }, docs, css) {
  const style = createHash('sha256').update(css).digest('base64');
  const links = docs.map((doc) =>
    `<a href="${doc.slug}.html"${doc.slug === slug ? ' aria-current="page"' : ''}>${escape(doc.title)}</a>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${style}'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Sync vs Async Showdown</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="favicon.svg">
<style>${css}</style>
</head>
<body>
<nav class="docs-bar" aria-label="Pages">
<a href="./">Sync vs Async Showdown</a>
${links.join('\n')}
</nav>
<main class="docs">
${html}</main>
</body>
</html>
`;
}

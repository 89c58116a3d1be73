// Makes the page lighter without changing what it does. Trunk leaves the scripts, the styles and
// index.html as they were written: its own minifier fails on what wasm-bindgen writes.
import { npmTool } from './npm-tool.mjs';

const { transform } = await npmTool('esbuild');

/** A module or a classic script, shorter. Names that others import stay. */
export async function minifyScript(code, { module }) {
  const { code: short } = await transform(code, {
    loader: 'js',
    minify: true,
    legalComments: 'none',
    // What the WebAssembly needs anyway; nothing is written in an older way.
    target: 'es2022',
    ...(module && { format: 'esm', treeShaking: true }),
  });
  return short;
}

export async function minifyStyle(css) {
  const { code } = await transform(css, { loader: 'css', minify: true, legalComments: 'none' });
  return code.trim();
}

/**
 * HTML without comments and indentation, its style sheets in one element and shorter. No word and
 * no space between words goes: only lines that begin with blanks before a tag lose them.
 */
export async function minifyPage(html) {
  const sheets = [];
  const rest = html
    .replace(/<!--[^]*?-->/g, '')
    .replace(/<style[^>]*>([^]*?)<\/style>\s*/g, (_, css) => `${sheets.push(css) === 1 ? '<style></style>\n' : ''}`)
    .replace(/content="([^"]*)"/g, (_, text) => `content="${text.replace(/\s+/g, ' ').trim()}"`)
    .replace(/\n\s*(?=<)/g, '\n');
  const style = await minifyStyle(sheets.join('\n'));
  return `${rest.replace('<style></style>', () => `<style>${style}</style>`).trim()}\n`;
}

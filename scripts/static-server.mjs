// Serves a folder of static files the way a plain static host would; ./serve and e2e/ use it.
// No dependencies. Run it with --help for its options.
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `usage: ./serve [--port N] [--host NAME] [--base PATH] [--csp]
       ./serve --build

  --build       build dist/ and serve nothing
  --port N      the port to listen on; PORT in the environment does the same   (3000)
  --host NAME   the address to listen on; 0.0.0.0 lets other machines in       (localhost only)
  --base PATH   serve the page below PATH, for instance /some/sub/path/        (/)
  --csp         send the page's Content-Security-Policy as a header as well
  --only-try    only see whether the options are right and the port is free`;

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** The build gives a file with another content another name: it never has to be asked for again. */
const HASHED = /-[0-9a-f]{12,}(?:_bg)?\.(?:js|wasm)$/;

/** The policy a page states in its own <meta>: the one place where it is written. */
export async function policyOf(dir) {
  const html = await readFile(path.join(dir, 'index.html'), 'utf8');
  const meta = html.match(/<meta[^>]*http-equiv="Content-Security-Policy"[^>]*>/i)?.[0];
  const policy = meta?.match(/content="([^"]*)"/i)?.[1];
  if (!policy) throw new Error(`${dir}/index.html states no Content-Security-Policy`);
  return policy.replace(/\s+/g, ' ').trim();
}

/**
 * Starts a server and resolves, once it listens, to { url, origin, close }.
 * Port 0 takes any free port. `csp` is the value of the header, or nothing.
 */
export async function startServer({ dir, port = 0, host = '127.0.0.1', base = '/', csp }) {
  const mount = `/${base}/`.replace(/\/+/g, '/');
  const headers = {
    // A module inside <iframe sandbox> has no origin: without this it would not load.
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...(csp && { 'Content-Security-Policy': csp }),
  };
  const server = createServer(async (request, response) => {
    const { status, file, location } = await answer(request, dir, mount);
    const type = file ? (TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream') : TYPES['.txt'];
    const body = file ? await readFile(file) : Buffer.from(`${status}\n`);
    response.writeHead(status, {
      ...headers,
      'Content-Type': type,
      'Cache-Control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'Content-Length': body.length,
      ...(location && { Location: location }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
  const origin = `http://${name}:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, url: origin + mount, close };
}

/** What one request gets: a status, and a file or a place to go to. */
async function answer({ method, url }, dir, mount) {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
  let pathname;
  try {
    pathname = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return { status: 400 };
  }
  if (`${pathname}/` === mount) return { status: 301, location: mount };
  if (!pathname.startsWith(mount)) return { status: 404 };
  try {
    const root = await realpath(dir);
    let file = await realpath(path.join(root, pathname.slice(mount.length)));
    if (file !== root && !file.startsWith(root + path.sep)) return { status: 404 };
    if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
    return (await stat(file)).isFile() ? { status: 200, file } : { status: 404 };
  } catch {
    return { status: 404 };
  }
}

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT || '3000' },
      host: { type: 'string', default: '127.0.0.1' },
      base: { type: 'string', default: '/' },
      csp: { type: 'boolean', default: false },
      'only-try': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    throw new Error(`the port must be a whole number from 0 to 65535, not "${values.port}"`);
  }
  return { ...values, port };
}

async function main() {
  const { port, host, base, csp, help, 'only-try': onlyTry } = options();
  if (help) return console.log(HELP);
  const dir = fileURLToPath(new URL('../dist', import.meta.url));
  try {
    const server = await startServer({
      dir, port, host, base,
      csp: csp && !onlyTry ? await policyOf(dir) : undefined,
    });
    if (onlyTry) return server.close();
    console.log(`\nThe page is at ${server.url} (Ctrl-C ends it).`);
  } catch (error) {
    if (error.code === 'EADDRINUSE') {
      throw new Error(`port ${port} is taken by another program: end that one, or choose another port with ./serve --port N`);
    }
    if (error.code === 'EACCES') throw new Error(`port ${port} may not be used without special rights: choose one from 1024 up`);
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
}

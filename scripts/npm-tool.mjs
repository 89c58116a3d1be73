// The npm packages of the build live in e2e/, with the other npm tools; Node would not look for
// them there from this folder.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { resolve } = createRequire(new URL('../e2e/package.json', import.meta.url));

/** The module of this name, of the version that e2e/package.json says. */
export async function npmTool(name) {
  let file;
  try {
    file = resolve(name);
  } catch {
    throw new Error(`the npm package "${name}" is missing: run npm ci in e2e/ (./serve and ./check do)`);
  }
  return import(pathToFileURL(file).href);
}

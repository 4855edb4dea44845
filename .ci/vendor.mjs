// Packages that are shipped inside of this one: those that the compiled files import and that are development
// dependencies. A package manager's `overrides` replaces a dependency of any package by another version: `diff` 4
// has no `FILE_HEADERS_ONLY`, and every command ended with a stack trace.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles these packages into `vendor/` of the compiled package, with what they depend on and all licences, and makes
 * the compiled files import them from there.
 *
 * @param {string} dist the compiled package
 */
export async function vendor(dist) {
  const names = shipped();
  const vendored = new Set(
    readdirSync(dist, { recursive: true })
      .filter(isCompiled)
      .flatMap((file) => importFromVendor(dist, file, names)),
  );
  const folder = path.join(dist, 'vendor');
  mkdirSync(folder);
  const inputs = [];
  for (const name of vendored) {
    const exported = Object.keys(await import(name)).filter((each) => /^[\w$]+$/.test(each));
    const { metafile } = await build({
      stdin: {
        contents: `export { ${exported} } from '${name}';`,
        resolveDir: '.',
        sourcefile: `${name}.mjs`,
      },
      outfile: path.join(folder, `${name}.js`),
      bundle: true,
      metafile: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      legalComments: 'none',
      logLevel: 'error',
      banner: { js: COMMONJS },
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  writeFileSync(path.join(folder, 'LICENSES.md'), licences(inputs));
}

/** What CommonJS inside of a bundle finds in its scope. */
const COMMONJS = [
  "import { createRequire as createRequireOfNode } from 'node:module';",
  'const require = createRequireOfNode(import.meta.url);',
  'const { filename: __filename, dirname: __dirname } = import.meta;',
].join('\n');

/** Optional peers are installed by whoever wants them. */
function shipped() {
  const { devDependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.keys(devDependencies).filter((name) => !(name in peerDependencies));
}

const isCompiled = (file) => file.endsWith('.js');

/** The compiler writes one form of imports only. @returns the packages that the file now imports from `vendor/` */
function importFromVendor(dist, file, names) {
  const text = readFileSync(path.join(dist, file), 'utf8');
  const found = [];
  const after = text.replace(
    /^((?:import|\}) .*from |.*\bimport\()'([\w@/.-]+)'/gm,
    (whole, before, name) => {
      if (!names.includes(name)) return whole;
      found.push(name);
      const folder = path.posix.dirname(file.replaceAll(path.sep, '/'));
      const target = path.posix.relative(folder, `vendor/${name}.js`);
      return `${before}'${target.startsWith('.') ? target : `./${target}`}'`;
    },
  );
  if (after !== text) writeFileSync(path.join(dist, file), after);
  return found;
}

function licences(inputs) {
  const folders = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const own = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      const text = own ? `\n\n${readFileSync(path.join(folder, own), 'utf8').trim()}` : '';
      return `## ${name} ${version}, ${license}${text}\n`;
    })
    .join('\n');
}

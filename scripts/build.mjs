// Compiles into dist/: the package as ESM, and its runtime once more as CommonJS, because TypeScript lets a
// CommonJS file import an ES module only under `module: nodenext` and Jest does not at all.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const compiler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
const compile = (project) => execFileSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });

rmSync('dist', { recursive: true, force: true });
compile('tsconfig.build.json');
compile('tsconfig.runtime-cjs.json');
writeFileSync('dist/runtime-cjs/package.json', '{ "type": "commonjs" }\n');
cpSync('generators/templates', 'dist/generators/templates', { recursive: true });
for (const bin of Object.values(JSON.parse(readFileSync('package.json', 'utf8')).bin)) {
  // A bin that is still to come fails where it is used.
  chmodSync(bin, 0o755);
}

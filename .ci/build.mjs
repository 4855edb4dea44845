// Compiles into dist/: the package as ESM, and the text of the runtime, of which the generator makes a file of its own.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { vendor } from './vendor.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const compile = (project, output) =>
  execFileSync(
    process.execPath,
    [path.join(path.dirname(typescript), 'bin/tsc'), '-p', project, '--outDir', output],
    {
      stdio: 'inherit',
    },
  );

// Made aside, so that a failed build leaves the last one, and nobody finds half of one.
const made = mkdtempSync('.dist-');
const dist = path.join(made, 'dist');
try {
  compile('tsconfig.build.json', dist);
  await vendor(dist);
  cpSync('src/runtime', path.join(dist, 'src/runtime'), { recursive: true });
  cpSync('generators/templates', path.join(dist, 'generators/templates'), { recursive: true });
  for (const bin of Object.values(JSON.parse(readFileSync('package.json', 'utf8')).bin)) {
    chmodSync(path.join(made, bin), 0o755);
  }
  rmSync('dist', { recursive: true, force: true });
  renameSync(dist, 'dist');
} catch (error) {
  // The compiler has said what is wrong.
  if (error.status === undefined) throw error;
  process.exitCode = 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}

#!/usr/bin/env node
import module from 'node:module';

// Compilers are large: what Node compiled once it finds again. Older versions have no such cache.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { allowClosedPipe } = await import('../src/report/closed-pipe.js');
allowClosedPipe();
const { main } = await import('./cli/main.js');

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});

#!/usr/bin/env node
import module from 'node:module';

// Prisma and compilers are large: what Node compiled once it finds again. Older versions have no such cache.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { allowClosedPipe } = await import('../report/closed-pipe.js');
allowClosedPipe();
const { runProgram } = await import('./program.js');

await runProgram(process.argv.slice(2));

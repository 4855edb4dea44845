/**
 * `npm run bench:codemods -- [files] [rounds]`: a dry run of one codemod on a generated application, cold and with its
 * verification, against `tsc --noEmit` of TypeScript 7 and against the checker of ts-morph; what a further transition
 * adds; and the same where nothing names the field. Medians of rounds in turn, as ratios within one run: figures differ
 * from machine to machine, ratios less. Needs `npm run build`.
 */

import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '../test/support/workspace.js';
import { createLargeApplication } from './application.js';

const amount = Number(process.argv[2] ?? 3_000);
const rounds = Number(process.argv[3] ?? 3);

const command = fileURLToPath(new URL('../dist/codemods/bin.js', import.meta.url));
const reads = [command, 'switch-reads', '--report', 'json'];
const one = [...reads, '--transition', 'User.displayName'];

const workspace = await createWorkspace();
try {
  const large = await createLargeApplication(workspace, amount);
  const silent = await createLargeApplication(workspace, amount, true);
  const typescript = path.join(workspace.directory, 'node_modules/.bin/tsc');
  // How much the Node process of a command held, at most.
  const meter = path.join(workspace.directory, 'meter.mjs');
  const peak = path.join(workspace.directory, 'peak');
  await writeFile(
    meter,
    "import { writeFileSync } from 'node:fs';\nprocess.on('exit', () => writeFileSync(process.env.PEC_PEAK, String(process.resourceUsage().maxRSS)));\n",
  );
  const commands = {
    tsc: { folder: large, args: [typescript, '--noEmit', '-p', 'tsconfig.json'] },
    native: { folder: large, args: one },
    'native, two transitions': { folder: large, args: reads },
    'native, nothing to find': { folder: silent, args: one },
    'ts-morph': { folder: large, args: [...one, '--checker', 'ts-morph'] },
  };
  type Name = keyof typeof commands;
  const names = Object.keys(commands) as Name[];

  console.log(`${amount.toLocaleString('en')} files, load average before: ${loadavg()[0]?.toFixed(2)}`);
  const runs = new Map<Name, { readonly seconds: number; readonly megabytes: number }[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const { folder, args } = commands[name];
      await writeFile(peak, '0');
      const started = performance.now();
      await run(['--import', meter, ...args], folder, { PEC_PEAK: peak });
      const seconds = (performance.now() - started) / 1000;
      const megabytes = Number(await readFile(peak, 'utf8')) / 1024;
      runs.set(name, [...(runs.get(name) ?? []), { seconds, megabytes }]);
    }
  }
  const median = (name: Name, of: 'seconds' | 'megabytes') => {
    const sorted = runs.get(name)!.map((each) => each[of]);
    return sorted.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
  };
  for (const name of names) {
    // tsc hands over to a native process.
    const memory = name === 'tsc' ? '' : `   ${median(name, 'megabytes').toFixed(0)} MB in Node`;
    console.log(`${name.padEnd(26)} ${median(name, 'seconds').toFixed(1).padStart(6)} s${memory}`);
  }
  const ratio = (name: Name, to: Name) => (median(name, 'seconds') / median(to, 'seconds')).toFixed(2);
  console.log(
    `native is ${ratio('native', 'tsc')} x tsc and ${ratio('native', 'ts-morph')} x ts-morph; ` +
      `two transitions are ${ratio('native, two transitions', 'native')} x one`,
  );
} finally {
  await workspace.remove();
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

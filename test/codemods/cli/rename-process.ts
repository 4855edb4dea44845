// The command as a process of its own, on the folder it is given, with the engine of the tests.
import { main } from '../../../codemods/cli/main.js';
import { renameByText } from './rename-by-text.js';

const { stdin, stdout, stderr, env, argv } = process;
process.exitCode = await main(
  ['switch-reads', '--write', '--allow-dirty'],
  { cwd: argv[2] ?? '', env, stdin, stdout, stderr },
  async () => renameByText,
);

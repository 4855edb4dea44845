import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { git, makeRepository, pecCodemod } from './project.js';

const page = await readFile(new URL('../../../docs/commands/pec-codemod.md', import.meta.url), 'utf8');

test('the help on the page is the help of the command', async () => {
  const { stdout } = await pecCodemod(await makeRepository({ 'a.md': '' }), ['--help']);
  expect(page).toContain(`\`\`\`text\n${stdout}\`\`\`\n`);
});

/** The files of the page (```ts file=…) and its sessions (```console), run in order in one repository. */
test('every session on the page runs as it is printed', async () => {
  const files = [...page.matchAll(/```ts file=(\S+)\n(.*?)```\n/gs)].map(([, name, text]) => [name, text]);
  const folder = await makeRepository(Object.fromEntries(files));
  const commands = [...page.matchAll(/```console\n(.*?)```\n/gs)].flatMap(([, text]) =>
    (text ?? '').split(/^\$ /m).filter(Boolean),
  );
  expect(commands.length).toBeGreaterThan(6);
  let exit = 0;
  for (const command of commands) {
    const [line = '', ...output] = command.split('\n');
    const [program, ...args] = line.replace(/^npx /, '').split(' ');
    let printed: string;
    if (line === 'echo $?') printed = `${exit}\n`;
    else if (program === 'git') printed = await git(folder, ...args);
    else {
      expect(program).toBe('pec-codemod');
      const result = await pecCodemod(folder, args);
      printed = result.stdout + result.stderr;
      exit = result.code;
    }
    expect(printed, line).toBe(output.join('\n'));
  }
});

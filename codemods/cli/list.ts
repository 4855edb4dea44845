import path from 'node:path';
import type { TransitionEntry, TransitionsFile } from '../../src/schema/transitions-file.js';
import { isDue } from '../due.js';
import { findTransitionsFile, readTransitionsFile } from '../transitions.js';
import type { Arguments } from './arguments.js';
import { commandNames, commands } from './commands.js';

/** What `list` prints: the codemods, and each transition with those that are due for it. */
export async function listCodemods({ transitions }: Arguments, cwd: string): Promise<string> {
  const file = transitions ? path.resolve(cwd, transitions) : await findTransitionsFile(cwd);
  const content = await readTransitionsFile(file);
  const rows = content.transitions.map((entry) => [
    entry.id,
    `from ${entry.source.field}`,
    `phase ${entry.phase}`,
    `due: ${due(entry, content).join(', ') || 'nothing'}`,
  ]);
  const codemods = commandNames
    .filter((name) => name !== 'list')
    .map((name) => [name, commands[name].summary]);
  const name = path.relative(cwd, file).split(path.sep).join('/');
  return `Codemods:\n${columns(codemods)}\nTransitions in ${name}:\n${columns(rows) || '  none\n'}`;
}

function due({ phase }: TransitionEntry, content: TransitionsFile): string[] {
  return commandNames.filter((name) => name !== 'list' && isDue(name, phase, content));
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

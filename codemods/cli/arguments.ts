import path from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { closest, distance } from 'fastest-levenshtein';
import { UserError } from '../../src/errors.js';
import { type ReportFormat, reportFormats } from '../../src/report/formats.js';
import type { Rename } from '../../src/schema/rename.js';
import type { CodemodName } from '../codemod-report.js';
import type { CheckerName } from '../run.js';
import { commandNames, commands } from './commands.js';

/** What the command line asks for. Paths are as they were typed. */
export interface Arguments {
  readonly command: CodemodName | 'list';
  readonly paths: readonly string[];
  /** For `rename-field` and `rename-model`. */
  readonly rename?: Rename;
  readonly transition: readonly string[];
  readonly transitions?: string;
  readonly schema?: string;
  readonly project: readonly string[];
  readonly analysisDir?: string;
  readonly ignore: readonly string[];
  readonly checker: CheckerName;
  readonly write: boolean;
  readonly check: boolean;
  readonly interactive: boolean;
  readonly explain?: ExplainPlace;
  readonly keepShape: boolean;
  readonly insertTodos: boolean;
  readonly allowDirty: boolean;
  readonly format: boolean;
  readonly report?: ReportFormat;
  readonly reportFile?: string;
}

export interface ExplainPlace {
  readonly file: string;
  readonly line: number;
}

const defaults = {
  transition: [],
  project: [],
  ignore: [],
  checker: 'native',
  write: false,
  check: false,
  interactive: false,
  keepShape: false,
  insertTodos: false,
  allowDirty: false,
  format: false,
} as const;

/** Text that was asked for instead of a run: `--help` or `--version`. */
export interface Answer {
  readonly answer: string;
}

/**
 * Reads the command line.
 *
 * @param argv without the program itself
 * @throws UserError `usage`, `unknown-codemod`
 */
export function parseArguments(argv: readonly string[], version: string): Arguments | Answer {
  let answer = '';
  const program = createProgram(version).exitOverride();
  program.configureOutput({ writeOut: (text) => (answer += text), writeErr: () => {} });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { answer };
    throw usageError(error.message.replace(/^error: /, ''));
  }
  const [command, paths] = program.processedArgs as [Arguments['command'], string[]];
  const options = program.opts<Partial<Arguments>>();
  const parsed: Arguments = { ...defaults, ...options, command, ...withRename(command, paths, options) };
  if (parsed.format && !parsed.write && !parsed.interactive) {
    throw usageError('--format formats the files that were written: it needs --write or --interactive');
  }
  return parsed;
}

/** The first two words after a rename say what becomes what; only then come the paths. */
function withRename(
  command: Arguments['command'],
  words: readonly string[],
  { transition, transitions, schema }: Partial<Arguments>,
): Pick<Arguments, 'paths' | 'rename'> {
  if (command !== 'rename-field' && command !== 'rename-model') {
    if (schema === undefined) return { paths: words };
    throw usageError(
      '--schema is for rename-field and rename-model: the other codemods go by transitions.json',
    );
  }
  if (transition || transitions) {
    throw usageError(`${command} goes by the schema: it takes no transition`);
  }
  const [from = '', to, ...paths] = words;
  const [model, field, ...rest] = from.split('.');
  if (command === 'rename-model' && model && field === undefined && to) {
    return { paths, rename: { kind: 'model', from: model, to } };
  }
  if (command === 'rename-field' && model && field && rest.length === 0 && to) {
    return { paths, rename: { kind: 'field', model, from: field, to } };
  }
  const example = command === 'rename-field' ? 'User.userName displayName' : 'User Person';
  throw usageError(
    `${command} takes the ${command === 'rename-field' ? 'field' : 'model'} and its new name: pec-codemod ${command} ${example}`,
  );
}

function usageError(message: string): UserError {
  return new UserError('usage', message, { hint: 'See pec-codemod --help' });
}

function createProgram(version: string): Command {
  const option = (flags: string, description: string) => new Option(flags, description);
  return (
    new Command('pec-codemod')
      .description(
        'Rewrites the application for a transition of prisma-expand-contract. Prints a diff and writes nothing, unless told to.',
      )
      .version(version)
      .addArgument(
        new Argument('<codemod>', 'which rewrite; `list` names them and what is due').argParser(codemodName),
      )
      .argument(
        '[paths...]',
        'files and folders that may be rewritten (default: all of the project); of a rename, after the old name and the new one',
      )
      .addOption(
        option(
          '--transition <Model.field>',
          'only this one, named by its target; repeatable (default: all due)',
        ).argParser(collect),
      )
      .addOption(
        option('--transitions <file>', 'transitions.json (default: the one that prisma generate wrote)'),
      )
      .addOption(option('--schema <path>', 'the schema of a rename (default: as the Prisma CLI finds it)'))
      .addOption(
        option('--project <tsconfig>', 'a tsconfig.json of the application; repeatable').argParser(collect),
      )
      .addOption(
        option('--analysis-dir <folder>', 'read and report on this folder, whatever paths may be rewritten'),
      )
      .addOption(option('--ignore <glob>', 'files to leave out; repeatable').argParser(collect))
      .addOption(
        option('--checker <name>', 'the type checker (default: native)').choices(['native', 'ts-morph']),
      )
      .addOption(option('--write', 'write the files'))
      .addOption(
        option('--check', 'exit with 1 if anything is left to rewrite or to decide').conflicts([
          'write',
          'interactive',
        ]),
      )
      .addOption(option('--interactive', 'ask for each hunk, then write those taken').conflicts('write'))
      .addOption(
        option('--explain <file:line>', 'say what was decided there, and why')
          .argParser(explainPlace)
          .conflicts(['write', 'interactive', 'check']),
      )
      .addOption(option('--keep-shape', 'records that leave the program get the old key beside the new one'))
      .addOption(option('--insert-todos', 'mark each place that needs you with a pec-todo comment'))
      .addOption(option('--allow-dirty', 'write also what git could not bring back'))
      .addOption(option('--format', "run the project's own formatter on the files written"))
      .addOption(option('--report <format>', 'instead of the diff, print a report').choices(reportFormats))
      .addOption(option('--report-file <file>', 'write the report there'))
      // Commander's own message for a mistyped flag already says which one it is close to.
      .showSuggestionAfterError(true)
      .addHelpText('after', helpAfter())
  );
}

function helpAfter(): string {
  const width = Math.max(...commandNames.map((name) => name.length));
  return `
Codemods:
${commandNames.map((name) => `  ${name.padEnd(width)}  ${commands[name].summary}`).join('\n')}

Exit codes:
  0    done, or clean
  1    --check: something is left to rewrite or to decide
  2    a mistake in the call or in the project, or an error of the tool
  3    the rewritten code would not type-check: nothing was written
  130  interrupted: each file is wholly old or wholly new`;
}

function codemodName(text: string): Arguments['command'] {
  const found = commandNames.find((name) => name === text);
  if (found) return found;
  const near = closest(text, commandNames);
  throw new UserError('unknown-codemod', `There is no codemod ${text}`, {
    hint:
      distance(text, near) <= text.length / 2
        ? `Did you mean ${near}?`
        : `It is one of ${commandNames.join(', ')}`,
  });
}

function explainPlace(text: string): ExplainPlace {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(text) ?? [];
  if (!file || !Number(line)) throw new InvalidArgumentError('Write it as src/users.ts:42.');
  return { file: path.normalize(file), line: Number(line) };
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

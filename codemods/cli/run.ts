import { existsSync } from 'node:fs';
import { realpath, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { isUserError, UserError } from '../../src/errors.js';
import type { Journal } from '../../src/files/journal.js';
import { beginRun, requireSettled, type TreeRun, takenBackText } from '../../src/files/tree-run.js';
import { renderReport } from '../../src/report/formats.js';
import { prismaGenerate } from '../../src/schema/prisma-generate.js';
import type { CodemodName, CodemodReport } from '../codemod-report.js';
import { colourDiff, unifiedDiff } from '../diff.js';
import { assertCommitted, repositoryOf } from '../git.js';
import type { ChangedFile, CodemodRun, runCodemod } from '../run.js';
import { assertWritable, type FileChange, writeChanges } from '../write.js';
import type { Arguments } from './arguments.js';
import { explain } from './explain.js';
import { findFormatter, formatWith } from './format.js';
import { assertInteractive, chooseHunks } from './interactive.js';
import { listCodemods } from './list.js';
import { showProgress } from './progress.js';
import { codemodReport, count, hasOpenItems, type ReportSetting } from './report.js';
import { hasColours, type Terminal } from './terminal.js';

export type Engine = typeof runCodemod;

/** What one invocation goes by. */
interface Context {
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly version: string;
}

const interruptedExit = 128 + constants.signals.SIGINT;

/**
 * Does what the command line asks for.
 *
 * @param engine finds the edits; loaded on first use, since the compilers behind it take their time
 * @returns the exit code: 0 done or clean, 1 open items under `--check`, 3 verification failed, 130 interrupted
 * @throws UserError for a mistake in the call or in the project (exit code 2)
 */
export async function run(
  args: Arguments,
  terminal: Terminal,
  version: string,
  engine: () => Promise<Engine>,
): Promise<number> {
  const context = { args, terminal, version };
  if (args.command === 'list') {
    terminal.stdout.write(await listCodemods(args, terminal.cwd));
    return 0;
  }
  if (args.interactive) assertInteractive(terminal);
  if (!args.write && !args.interactive) {
    await requireSettled(terminal.cwd);
    return await perform(args.command, context, engine);
  }
  const tree = await beginRun(terminal.cwd, `pec-codemod ${args.command}`, prismaGenerate, (earlier) =>
    terminal.stderr.write(`${takenBackText(earlier, terminal.cwd)}\n`),
  );
  try {
    return await perform(args.command, context, engine, tree);
  } finally {
    await tree.end();
  }
}

/** @param tree where files are to be written */
async function perform(
  command: CodemodName,
  context: Context,
  engine: () => Promise<Engine>,
  tree?: TreeRun,
): Promise<number> {
  const { args, terminal } = context;
  const formatter = args.format ? await findFormatter(terminal.cwd) : undefined;

  const analysed = await analyse(command, context, await engine());
  if (args.explain) {
    terminal.stdout.write(explain(analysed.report, args.explain, terminal.cwd));
    return 0;
  }
  if (!analysed.report.verified) {
    await printReport(analysed.report, 'refused', [], context);
    return 3;
  }

  const facts: string[] = [];
  let proposed = analysed;
  if (args.interactive) {
    const choice = await chooseHunks(proposed, terminal);
    if (!choice) {
      terminal.stderr.write('Interrupted: nothing was written\n');
      return interruptedExit;
    }
    facts.push(`${choice.taken} of ${count(choice.offered, 'hunk')} taken`);
    proposed = choice.run;
  }
  if (args.insertTodos) {
    const { insertTodos } = await import('./todo-markers.js');
    const { run: marked, unmarked } = await insertTodos(proposed, terminal.cwd);
    if (unmarked > 0) facts.push(`${count(unmarked, 'place')} that no comment can mark`);
    proposed = marked;
  }

  if (!tree) {
    if (!args.report || args.reportFile) printDiff(proposed.files, terminal);
    await printReport(proposed.report, 'proposed', facts, context);
    return args.check && hasOpenItems(proposed.report) ? 1 : 0;
  }

  const exitCode = await write(tree.journal, proposed.files, context);
  // What is written stands from here on, and is told: a formatter only changes how it looks.
  await tree.end();
  if (exitCode !== 0) return exitCode;
  if (formatter && proposed.files.length > 0) {
    await formatWith(
      formatter,
      proposed.files.map((file) => file.path).filter((file) => !file.endsWith('.prisma')),
      terminal.cwd,
    );
    facts.push(`formatted with ${formatter.name}`);
  }
  if (args.rename && proposed.files.length > 0) facts.push('next: npx prisma generate');
  await printReport(proposed.report, 'written', facts, context);
  return 0;
}

async function analyse(
  codemod: CodemodName,
  { args, terminal }: Context,
  engine: Engine,
): Promise<CodemodRun> {
  const { cwd } = terminal;
  const absolute = (file: string) => path.resolve(cwd, file);
  const named = [args.analysisDir, args.schema].filter((file) => file !== undefined);
  const missing = [...args.paths, ...args.project, ...named].find((file) => !existsSync(absolute(file)));
  if (missing !== undefined) {
    throw new UserError('no-such-file', `${missing} does not exist`, { hint: `Paths are taken from ${cwd}` });
  }
  const progress = showProgress(terminal);
  try {
    return await engine({
      codemod,
      cwd,
      checker: args.checker,
      ignore: args.ignore,
      ...(args.rename && { rename: args.rename }),
      ...(args.schema && { schemaPath: absolute(args.schema) }),
      ...(args.transitions && { transitionsFile: absolute(args.transitions) }),
      ...(args.transition.length > 0 && { transitions: args.transition }),
      ...(args.project.length > 0 && { projects: args.project.map(absolute) }),
      ...(args.paths.length > 0 && { paths: args.paths.map(absolute) }),
      ...(args.analysisDir && { analysisDir: absolute(args.analysisDir) }),
      ...(args.keepShape && { keepShape: true }),
      onProgress: progress.update,
      onNotice: (sentence) => terminal.stderr.write(`${sentence}\n`),
    });
  } catch (error) {
    // In most phases most codemods have nothing to do, and a rename only once: a pipeline that runs them all is clean then.
    if (!isUserError(error) || !/^(?:no-transition-due|already-renamed)$/.test(error.code)) throw error;
    terminal.stderr.write(`${error.message}\n`);
    return { report: emptyReport(codemod), files: [] };
  } finally {
    progress.stop();
  }
}

function emptyReport(codemod: CodemodName): CodemodReport {
  return {
    version: 1,
    codemod,
    transitions: [],
    edits: [],
    verified: true,
    notAnalysed: [],
    unresolvedImports: [],
    filesAnalysed: 0,
    filesChanged: 0,
    milliseconds: 0,
  };
}

function printDiff(files: readonly ChangedFile[], { stdout, env }: Terminal): void {
  const paint = hasColours(stdout, env) ? colourDiff : (diff: string) => diff;
  for (const { file, before, after } of files) stdout.write(paint(unifiedDiff(file, before, after)));
}

/** Standard output carries one thing: the diff, or else the report; the text report goes beside a diff on standard error. */
async function printReport(
  report: CodemodReport,
  outcome: ReportSetting['outcome'],
  facts: readonly string[],
  { args, terminal, version }: Context,
): Promise<void> {
  const { cwd, env, stdout, stderr } = terminal;
  const format = args.report ?? 'text';
  const isForRepository = format === 'github' || format === 'sarif';
  const rendered = codemodReport(report, {
    toolVersion: version,
    outcome,
    facts,
    filePrefix: isForRepository ? pathInRepository(cwd) : '',
    pending: args.check,
  });
  if (args.reportFile) {
    await writeReportFile(path.resolve(cwd, args.reportFile), renderReport(format, rendered));
    stderr.write(`${rendered.title}: ${rendered.facts.join(', ')}; report in ${args.reportFile}\n`);
    return;
  }
  const stream = args.report || outcome === 'written' ? stdout : stderr;
  stream.write(renderReport(format, rendered, hasColours(stream, env)));
}

async function writeReportFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UserError('report-file', `The report could not be written: ${(error as Error).message}`);
  }
}

/** Code scanning and annotations name files from the top of the repository. */
function pathInRepository(cwd: string): string {
  const repository = repositoryOf(cwd);
  const inner = repository === undefined ? '' : path.relative(repository, cwd).split(path.sep).join('/');
  return inner === '' ? '' : `${inner}/`;
}

/** Checks first what could go wrong, for all files; then writes. Returns 0, or the exit code of an interruption. */
async function write(
  journal: Journal,
  files: readonly ChangedFile[],
  { args, terminal }: Context,
): Promise<number> {
  const { cwd, stderr } = terminal;
  // By the file behind a link: two names of one file are one change.
  const byFile = new Map<string, FileChange>();
  for (const { path: name, before, after } of files) {
    const file = await realFile(name);
    byFile.set(file, { file, before, after });
  }
  // The schema comes last: until it is there, the same command can be given again.
  const isSchema = ({ file }: FileChange) => file.endsWith('.prisma');
  const changes = [...byFile.values()].sort((a, b) => Number(isSchema(a)) - Number(isSchema(b)));
  if (!args.allowDirty) {
    await assertCommitted(
      changes.map(({ file }) => file),
      cwd,
    );
  }
  await assertWritable(changes, cwd);
  const { written, left, stoppedBy } = await writeChanges(journal, changes);
  if (stoppedBy === undefined) return 0;

  const named = (title: string, list: readonly string[]) =>
    [`${title} (${list.length}):`, ...list.map((file) => `  ${path.relative(cwd, file)}`)].join('\n');
  const account = `${named('Written', written)}\n${named('Not written', left)}`;
  if (typeof stoppedBy === 'string') {
    stderr.write(`Interrupted between two files: each is wholly old or wholly new.\n${account}\n`);
    return 128 + constants.signals[stoppedBy];
  }
  throw new UserError('write-failed', `Writing stopped: ${stoppedBy.message}\n${account}`, {
    hint: 'Each file is wholly old or wholly new; run the codemod again for the rest',
  });
}

/** A file that is gone is found so by the check that follows. */
async function realFile(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}

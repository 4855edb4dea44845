import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import fastGlob from 'fast-glob';
import type { Edit } from '../../../codemods/codemod-report.js';
import { installExtension } from '../../../codemods/install-extension.js';
import { parseSource } from '../../../codemods/source.js';
import { assertWritable, type FileChange, writeChanges } from '../../../codemods/write.js';
import { UserError } from '../../errors.js';
import type { SchemaFile } from '../../schema/document.js';
import { clientGenerators, GENERATOR_PROVIDER, generatorBlocks } from '../../schema/generator-config.js';
import { validateSchema } from '../../schema/load.js';
import type { SyncMode } from '../../schema/transition.js';
import { prismaGenerate } from '../prisma-generate.js';
import { openProject, type Project, type ProjectOptions } from '../project.js';
import { writeSchema } from '../write-schema.js';

interface InitFlags extends ProjectOptions {
  readonly sync: SyncMode;
  readonly output?: string;
}

export function init(): Command {
  return new Command('init')
    .description('add the generator to the schema, and its extension to each `new PrismaClient(…)`')
    .addOption(
      new Option('--sync <mode>', 'who keeps old and new equal')
        .choices(['trigger', 'client', 'code'])
        .default('trigger'),
    )
    .option('--output <folder>', 'folder of the generated helpers (default: beside the Prisma Client)')
    .option('--schema <path>', 'schema file or folder (default: as Prisma finds it)')
    .option('--config <path>', 'prisma.config.ts (default: as Prisma finds it)')
    .action(run);
}

async function run(flags: InitFlags): Promise<void> {
  const project = await openProject(flags);
  const { directory } = project;
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (project.generator) {
    say(
      `The generator is in the schema already; its helpers are in ${path.relative(directory, project.generator.output)}.`,
    );
    return;
  }
  const output = path.resolve(directory, flags.output ?? defaultOutput(project));
  const schema = addGenerator(project, output, flags.sync);
  const changes = await clientChanges(directory, output);
  await assertWritable([schema.change, ...changes], directory);
  await validateSchema([schema.after]);

  await writeSchema(directory, [schema.after]);
  try {
    await prismaGenerate(directory);
  } catch (error) {
    await writeSchema(directory, [schema.before]);
    throw error;
  }
  await writeChanges(changes);
  say(`${schema.after.path}: generator \`transitions\`, sync "${flags.sync}"`);
  say(`${path.relative(directory, output)}: generated`);
  for (const { file } of changes)
    say(`${path.relative(directory, file)}: withTransitions(new PrismaClient(…))`);
  if (changes.length === 0) {
    say('No `new PrismaClient(…)` was found. Where you make it, write');
    say("  import { withTransitions } from './generated/transitions/index.js';");
    say('  export const prisma = withTransitions(new PrismaClient({ … }));');
  }
  say('Now annotate a new field with `/// @transition from:<old field>` and run `npx pec next`.');
}

/** Beside the client's folder, never inside it: Prisma empties that one. */
function defaultOutput({ document, directory }: Project): string {
  const client = clientGenerators(generatorBlocks(document))[0]?.output;
  return client
    ? path.join(path.dirname(client), 'transitions')
    : path.join(directory, 'src/generated/transitions');
}

/** The block goes behind the first client generator, in the style of Prisma's own formatter. */
function addGenerator({ document, directory }: Project, output: string, sync: SyncMode) {
  const client = clientGenerators(generatorBlocks(document))[0];
  const block = document.blocks.find(({ kind, name }) => kind === 'generator' && name === client?.name);
  if (!block) {
    throw new UserError('no-client', 'The schema has no generator for Prisma Client', {
      hint: 'add `generator client { provider = "prisma-client" … }` first',
    });
  }
  const { file } = block;
  const absolute = path.resolve(directory, file.path);
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  const relative = path.relative(path.dirname(absolute), output).split(path.sep).join('/');
  const settings = [
    `  provider = "${GENERATOR_PROVIDER}"`,
    `  output   = "${relative.startsWith('.') ? relative : `./${relative}`}"`,
    ...(sync === 'trigger' ? [] : [`  sync     = "${sync}"`]),
  ];
  const text = ['', '', 'generator transitions {', ...settings, '}'].join(newline);
  const after: SchemaFile = {
    path: file.path,
    text: file.text.slice(0, block.end) + text + file.text.slice(block.end),
  };
  return { before: file, after, change: { file: absolute, before: file.text, after: after.text } };
}

async function clientChanges(directory: string, output: string): Promise<readonly FileChange[]> {
  const files = await fastGlob('**/*.{ts,mts,cts,tsx,js,mjs,jsx}', {
    cwd: directory,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/.*/**'],
  });
  const changes: FileChange[] = [];
  for (const file of files.sort()) {
    const before = await readFile(file, 'utf8');
    if (!before.includes('new PrismaClient')) continue;
    const source = parseSource(file, path.relative(directory, file), before);
    const edits = installExtension(source, path.join(output, 'index.ts'));
    if (edits.length === 0) continue;
    const mark = source.hasByteOrderMark ? '\uFEFF' : '';
    changes.push({ file: await realpath(file), before, after: mark + applyEdits(source.text, edits) });
  }
  return changes;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toReversed()
    .reduce(
      (all, { offset, length, text: inserted }) =>
        all.slice(0, offset) + inserted + all.slice(offset + length),
      text,
    );
}

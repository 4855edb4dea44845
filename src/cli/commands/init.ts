import path from 'node:path';
import { ts } from '@ts-morph/common';
import { Command, Option } from 'commander';
import { assertCommitted } from '../../../codemods/git.js';
import { UserError } from '../../errors.js';
import type { Journal } from '../../files/journal.js';
import { databaseKeepsEqual } from '../../scenarios/database-sync.js';
import type { SchemaFile } from '../../schema/document.js';
import { indentationOf, keepFormat } from '../../schema/format.js';
import {
  clientGenerators,
  GENERATOR_PROVIDER,
  type GeneratedExtension,
  generatorBlocks,
} from '../../schema/generator-config.js';
import { validateSchema } from '../../schema/load.js';
import type { SyncMode } from '../../schema/transition.js';
import { allOrNothing, alone, writeFiles } from '../all-or-nothing.js';
import { byHandLines, installEverywhere } from '../install.js';
import { type Output, outputFor } from '../print.js';
import { openProject, type Project, type ProjectOptions } from '../project.js';
import { writeStage } from '../write-stage.js';

interface InitFlags extends ProjectOptions {
  readonly sync?: SyncMode;
  readonly output?: string;
  readonly allowDirty?: true;
  readonly json?: true;
}

export function init(): Command {
  return new Command('init')
    .addOption(
      new Option('--sync <mode>', 'who keeps old and new equal (default: trigger)').choices([
        'trigger',
        'client',
        'code',
      ]),
    )
    .option('--output <folder>', 'folder of the generated helpers (default: beside the Prisma Client)')
    .option('--schema <path>', 'schema file or folder (default: as Prisma finds it)')
    .option('--config <path>', 'prisma.config.ts (default: as Prisma finds it)')
    .option('--allow-dirty', 'rewrite files even if git could not bring them back')
    .option('--json', 'one JSON object a line on stdout')
    .action(run);
}

async function run(flags: InitFlags): Promise<void> {
  const output = outputFor(flags);
  await alone('pec init', output, (journal) => initialise(flags, output, journal));
}

async function initialise(flags: InitFlags, say: Output, journal: Journal): Promise<void> {
  const project = await openProject(flags);
  const { directory, schema, generator } = project;
  if (generator) requireSame(flags, project);
  const output = generator?.output ?? path.resolve(directory, flags.output ?? defaultOutput(project));
  const fileExtension = generator?.fileExtension ?? newExtension(project);
  const edited = generator
    ? schema.files
    : await keepFormat(schema.files, addGenerator(project, output, flags.sync ?? 'trigger', fileExtension));
  await validateSchema(edited);
  const needsExtension = !databaseKeepsEqual(project.provider, flags.sync ?? project.sync);
  const { changes, byHand } = needsExtension
    ? await installEverywhere(project, path.join(output, `index.${fileExtension}`))
    : { changes: [], byHand: [] };
  const files = changes.map(({ file }) => file);
  if (!flags.allowDirty) await assertCommitted(files, directory);

  const written = await allOrNothing(journal, async (undertaking) => {
    await writeFiles(undertaking, changes, directory);
    // It generates too, which a checkout may want even where the schema stays.
    return writeStage(undertaking, project, schema.files, edited, []);
  });
  if (!written) return;

  const relative = (file: string) => path.relative(directory, file);
  say.emit({
    event: 'initialised',
    schema: written.schema,
    output: relative(output),
    clients: files.map(relative),
    byHand,
  });
  for (const file of written.schema) say.say(`${file}: generator \`transitions\` added`);
  if (generator) say.say('The generator is in the schema already.');
  say.say(`${relative(output)}: generated`);
  for (const file of files) say.say(`${relative(file)}: withTransitions(new PrismaClient(…))`);
  for (const place of byHand) for (const line of byHandLines(place)) say.say(line);
  if (!needsExtension) {
    say.say(
      'A trigger will keep old and new equal for every client: each `new PrismaClient(…)` stays as it is.',
    );
  } else if (files.length + byHand.length === 0 && !generator) {
    say.say('No `new PrismaClient(…)` was found: wrap it in withTransitions(…) where you make it.');
  }
  say.say('Now annotate a new field with `/// @transition from:<old field>` and run `npx pec next`.');
}

/** The schema holds the settings; a second run does not change them. */
function requireSame({ sync, output }: InitFlags, { generator, directory, schema }: Project): void {
  const isSame =
    (sync === undefined || sync === generator?.sync) &&
    (output === undefined || path.resolve(directory, output) === generator?.output);
  if (isSame) return;
  throw new UserError('already-initialised', 'The schema has a generator block with other settings', {
    place: { file: schema.files[0]?.path ?? schema.path, line: 1, column: 1 },
    hint: 'change `sync` and `output` in that block',
  });
}

/** Beside the client's folder, never inside it: Prisma empties that one. */
function defaultOutput({ document, directory }: Project): string {
  const client = clientGenerators(generatorBlocks(document))[0]?.output;
  return client
    ? path.join(path.dirname(client), 'transitions')
    : path.join(directory, 'src/generated/transitions');
}

/** Where nothing compiles TypeScript, what is generated has to run as it is. `prisma-client` writes TypeScript itself. */
function newExtension({ document, directory }: Project): GeneratedExtension {
  const writesTypeScript = clientGenerators(generatorBlocks(document))[0]?.provider === 'prisma-client';
  return writesTypeScript || ts.findConfigFile(directory, ts.sys.fileExists) ? 'ts' : 'js';
}

/** The block goes behind the first client generator, in the style of Prisma's own formatter. */
function addGenerator(
  { document, schema }: Project,
  output: string,
  sync: SyncMode,
  fileExtension: GeneratedExtension,
): readonly SchemaFile[] {
  const client = clientGenerators(generatorBlocks(document))[0];
  const block = document.blocks.find(({ kind, name }) => kind === 'generator' && name === client?.name);
  if (!block) {
    throw new UserError('no-client', 'The schema has no generator for Prisma Client', {
      hint: 'add `generator client { provider = "prisma-client" … }` first',
    });
  }
  const { text, path: file } = block.file;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const relative = path
    .relative(path.dirname(path.resolve(file)), output)
    .split(path.sep)
    .join('/');
  const settings = Object.entries({
    provider: GENERATOR_PROVIDER,
    output: relative.startsWith('.') ? relative : `./${relative}`,
    ...(sync !== 'trigger' && { sync }),
    ...(fileExtension !== 'ts' && { generatedFileExtension: fileExtension }),
  });
  const width = Math.max(...settings.map(([key]) => key.length));
  const indentation = indentationOf(block);
  const lines = settings.map(([key, value]) => `${indentation}${key.padEnd(width)} = "${value}"`);
  const added = ['', '', 'generator transitions {', ...lines, '}'].join(newline);
  return schema.files.map((each) =>
    each.path === file ? { ...each, text: text.slice(0, block.end) + added + text.slice(block.end) } : each,
  );
}

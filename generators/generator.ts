import path from 'node:path';
import type { GeneratorManifest, GeneratorOptions } from '@prisma/generator-helper';
import { formatUserError, isUserError, UserError } from '../src/errors.js';
import { type PlanOptions, planTransition } from '../src/plan/plan.js';
import { parseSchema } from '../src/schema/document.js';
import { findGeneratedClient, type GeneratedClient } from '../src/schema/generated-client.js';
import { generatorBlocks, readGeneratorSettings, readProvider } from '../src/schema/generator-config.js';
import { readSchema } from '../src/schema/read-schema.js';
import { isColumnTransition, type PlannedTransition, type Transition } from '../src/schema/transition.js';
import { readAnnotatedSchema } from '../src/schema/transitions.js';
import { printTransitions } from '../src/schema/transitions-text.js';
import { backfillFile } from './backfill-file.js';
import { extensionMetadata, indexFile } from './index-file.js';
import { besideSpecifier, moduleFormatIn } from './module-format.js';
import { writeOwnedFiles } from './owned-files.js';
import { runtimeFile } from './runtime-file.js';
import { type Described, transitionsFile } from './transitions-json.js';
import { transitionsPage } from './transitions-page.js';

export function manifest(): GeneratorManifest {
  return { prettyName: 'transitions' };
}

/**
 * Writes the files of all transitions of the schema. The models come from the DMMF of the user's own Prisma; what it
 * leaves out, such as `@ignore`d fields and the places of annotations, from the text of the schema.
 *
 * @throws Error with one message for the user: Prisma prints that, and neither a name nor a stack
 */
export async function generate(options: GeneratorOptions): Promise<void> {
  try {
    const described = await describe(options);
    refuseSharedFolder(described.output, described.client);
    const files = await generatedFiles(described);
    const inJavaScript = described.fileExtension === 'js';
    await writeOwnedFiles(described.output, inJavaScript ? await compiled(files, described.output) : files);
  } catch (error) {
    if (!isUserError(error)) throw error;
    throw new Error(`prisma-expand-contract: ${formatUserError(error)}`, { cause: error });
  }
}

async function describe({ schemaPath, generator, dmmf }: GeneratorOptions): Promise<Described> {
  const cwd = process.cwd();
  const { path: file, files } = await readSchema(schemaPath);
  // Places of mistakes read as the user would write them.
  const document = parseSchema(
    files.map(({ path: absolute, text }) => ({ path: path.relative(cwd, absolute), text })),
  );
  const blocks = generatorBlocks(document);
  const own = blocks.find(({ name }) => name === generator.name);
  if (!own) throw new Error(`Prisma runs a generator ${generator.name} that is not in ${schemaPath}`);
  const settings = readGeneratorSettings(own);
  const provider = readProvider(document);
  const { transitions, problems } = readAnnotatedSchema(document, provider);
  const whole: PlannedTransition[] = [];
  const refused: UserError[] = [];
  for (const transition of transitions) {
    const reason = refusal(transition, { provider, sync: settings.sync });
    if (reason) refused.push(reason);
    else whole.push(transition as PlannedTransition);
  }
  warn([...problems, ...refused]);
  return {
    dmmf,
    transitions: whole.filter(isColumnTransition),
    planned: whole,
    provider,
    sync: settings.sync,
    client: findGeneratedClient(blocks, settings, file),
    output: settings.output,
    fileExtension: settings.fileExtension,
  };
}

/** Why nothing can be generated for a transition. */
function refusal(transition: Transition, options: PlanOptions): UserError | undefined {
  try {
    planTransition(transition, options);
    return undefined;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error;
  }
}

/**
 * An annotation that cannot be read keeps neither the others nor the client from being generated. Prisma shows what a
 * generator prints, and its standard error only where it fails.
 */
function warn(problems: readonly UserError[]): void {
  for (const problem of problems) {
    process.stdout.write(`prisma-expand-contract: warning: ${formatUserError(problem)}\n`);
  }
}

function refuseSharedFolder(output: string, client: GeneratedClient): void {
  const inside = path.relative(client.output, output);
  if (inside.startsWith('..') || path.isAbsolute(inside)) return;
  throw new UserError(
    'output-in-client',
    `${output} lies in the folder of the client, which deletes it on each run`,
    {
      hint: 'set `output` of this generator to a folder of its own',
    },
  );
}

async function compiled(
  files: ReadonlyMap<string, string>,
  output: string,
): Promise<ReadonlyMap<string, string>> {
  // Most projects have TypeScript and need no compiler here, which takes longer to load than all else.
  const { asJavaScript } = await import('./javascript.js');
  return asJavaScript(files, moduleFormatIn(output));
}

async function generatedFiles(described: Described): Promise<ReadonlyMap<string, string>> {
  const metadata = extensionMetadata(described);
  return new Map([
    ['index.ts', indexFile(described, metadata, await besideSpecifier('runtime', described))],
    ['runtime.ts', runtimeFile(metadata)],
    ['backfill.ts', backfillFile(described)],
    ['transitions.json', printTransitions(transitionsFile(described))],
    ['TRANSITIONS.md', transitionsPage(described)],
  ]);
}

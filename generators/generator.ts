import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GeneratorManifest, GeneratorOptions } from '@prisma/generator-helper';
import { dialectOf } from '../src/database/dialects.js';
import { formatUserError, isUserError, UserError } from '../src/errors.js';
import { parseSchema } from '../src/schema/document.js';
import type { Provider } from '../src/schema/transition.js';
import { readTransitions } from '../src/schema/transitions.js';
import { backfillFile } from './backfill-file.js';
import { findGeneratedClient } from './generated-client.js';
import { indexFile } from './index-file.js';
import { writeOwnedFiles } from './owned-files.js';
import { type Described, transitionsFile } from './transitions-json.js';

export function manifest(): GeneratorManifest {
  return { prettyName: 'transitions', defaultOutput: '../transitions' };
}

export async function generate(options: GeneratorOptions): Promise<void> {
  try {
    const described = await describe(options);
    await writeOwnedFiles(described.output, generatedFiles(described));
  } catch (error) {
    if (!isUserError(error)) throw error;
    // Prisma shows the message and nothing else, without the name of the generator.
    throw new Error(`prisma-expand-contract: ${formatUserError(error)}`, { cause: error });
  }
}

async function describe(options: GeneratorOptions): Promise<Described> {
  const schema = parseSchema([
    { path: options.schemaPath, text: await readFile(options.schemaPath, 'utf8') },
  ]);
  const provider = options.datasources[0]!.activeProvider as Provider;
  const transitions = readTransitions(schema, provider);
  const columns = transitions.map((t) => {
    if (t.scenario !== 'rename-column') throw new UserError('not-supported-yet', t.scenario);
    return t;
  });
  return {
    dmmf: options.dmmf,
    transitions: columns,
    provider,
    sync: (options.generator.config['sync'] ?? 'trigger') as never,
    client: findGeneratedClient(options.otherGenerators, schema),
    output: options.generator.output!.value!,
  };
}

function generatedFiles(described: Described): ReadonlyMap<string, string> {
  return new Map([
    ['index.ts', indexFile(described)],
    ['backfill.ts', backfillFile(described)],
    ['transitions.json', `${JSON.stringify(transitionsFile(described), null, 2)}\n`],
  ]);
}

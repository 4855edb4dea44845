import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { didYouMean } from './annotation.js';
import { type Block, listItems, placeOf, type SchemaDocument, stringValue } from './document.js';
import type { Provider, SyncMode } from './transition.js';

/** One `generator` block, as plain values. */
export interface GeneratorBlock {
  readonly name: string;
  /** What `provider` says. */
  readonly provider: string;
  /** Absolute; undefined if the block says none. */
  readonly output: string | undefined;
  /** All other keys. */
  readonly config: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The file of the block: paths in it are relative to that file's folder. */
  readonly file: string;
}

/** What is generated: TypeScript, or JavaScript with its declarations for projects that run without a compiler. */
export type GeneratedExtension = 'ts' | 'js';

export interface GeneratorSettings {
  /** Absolute: the folder of the generated helpers. */
  readonly output: string;
  readonly sync: SyncMode;
  /** Absolute: the output folder of the client to work with, where there are several or none is visible. */
  readonly clientPath: string | undefined;
  readonly fileExtension: GeneratedExtension;
}

export interface ClientGenerator {
  readonly name: string;
  readonly provider: 'prisma-client' | 'prisma-client-js';
  /** Absolute; undefined is the default of `prisma-client-js`, inside node_modules. */
  readonly output: string | undefined;
}

/** The `provider` under which a schema names our generator. */
export const GENERATOR_PROVIDER = 'prisma-expand-contract';

const SYNC_MODES: readonly SyncMode[] = ['trigger', 'client', 'code'];
const FILE_EXTENSIONS: readonly GeneratedExtension[] = ['ts', 'js'];
/** `generatedFileExtension` is called as in the block of `prisma-client`. */
const KEYS = ['provider', 'output', 'sync', 'clientPath', 'generatedFileExtension'] as const;

/**
 * Checks the keys of our generator block. Prisma takes unknown keys in silence, so we do not.
 *
 * @param block from the schema text, or from what Prisma hands to the generator
 * @throws UserError `unknown-setting`, `unknown-sync`, `wrong-setting`, `missing-output`
 */
export function readGeneratorSettings(block: GeneratorBlock): GeneratorSettings {
  const fail = (code: string, message: string, hint: string): never => {
    throw new UserError(code, `generator \`${block.name}\`: ${message}`, {
      place: { file: block.file, line: 1, column: 1 },
      hint,
    });
  };
  const single = (key: string): string | undefined => {
    const value = block.config[key];
    if (value === undefined || typeof value === 'string') return value;
    return fail('wrong-setting', `\`${key}\` takes one string`, `write \`${key} = "…"\``);
  };
  for (const key of Object.keys(block.config)) {
    if ((KEYS as readonly string[]).includes(key)) continue;
    fail(
      'unknown-setting',
      `there is no setting \`${key}\``,
      didYouMean(key, KEYS) ?? `known are ${KEYS.join(', ')}`,
    );
  }
  const sync = single('sync') ?? 'trigger';
  const mode = SYNC_MODES.find((each) => each === sync);
  if (!mode) {
    return fail(
      'unknown-sync',
      `\`sync = "${sync}"\` is not a mode`,
      didYouMean(sync, SYNC_MODES) ?? `known are ${SYNC_MODES.join(', ')}`,
    );
  }
  if (!block.output)
    return fail('missing-output', 'it has no `output`', 'write `output = "../src/generated/transitions"`');
  const extension = single('generatedFileExtension') ?? 'ts';
  const fileExtension = FILE_EXTENSIONS.find((each) => each === extension);
  if (!fileExtension) {
    return fail(
      'wrong-setting',
      `\`generatedFileExtension = "${extension}"\` is none that it writes`,
      `known are ${FILE_EXTENSIONS.join(', ')}`,
    );
  }
  const clientPath = single('clientPath');
  return {
    output: block.output,
    sync: mode,
    clientPath: clientPath === undefined ? undefined : resolve(dirname(block.file), clientPath),
    fileExtension,
  };
}

/** Every generator block of a schema, in order. */
export function generatorBlocks(document: SchemaDocument): readonly GeneratorBlock[] {
  return document.blocks.filter((block) => block.kind === 'generator').map(toGeneratorBlock);
}

function toGeneratorBlock(block: Block): GeneratorBlock {
  const config: Record<string, string | readonly string[]> = {};
  for (const { name, value } of block.settings) {
    config[name] = value.startsWith('[')
      ? listItems(value).map((item) => stringValue(item) ?? item)
      : plainValue(value);
  }
  const { provider, output, ...rest } = config;
  return {
    name: block.name,
    provider: typeof provider === 'string' ? provider : '',
    output: typeof output === 'string' ? resolve(dirname(block.file.path), output) : undefined,
    config: rest,
    file: block.file.path,
  };
}

/** Only `provider` and `output` may be `env("NAME")` (Prisma 6). */
function plainValue(expression: string): string {
  const variable = /^env\(\s*"([^"]*)"\s*\)$/.exec(expression)?.[1];
  return (variable === undefined ? stringValue(expression) : process.env[variable]) ?? expression;
}

/** Our own block; undefined if the schema has none. A checkout is run by the path of its bin. */
export function ownGenerator(blocks: readonly GeneratorBlock[]): GeneratorBlock | undefined {
  return blocks.find(
    ({ provider }) => provider.includes(GENERATOR_PROVIDER) || /\bgenerators\/bin\.[jt]s\b/.test(provider),
  );
}

/** The Prisma clients of a schema: by provider, since names are free. */
export function clientGenerators(blocks: readonly GeneratorBlock[]): readonly ClientGenerator[] {
  return blocks.flatMap(({ name, provider, output }) =>
    provider === 'prisma-client' || provider === 'prisma-client-js' ? [{ name, provider, output }] : [],
  );
}

/**
 * The dialect for the provider of the datasource.
 *
 * @throws UserError `unsupported-provider`
 */
export function toProvider(provider: string): Provider {
  if (provider === 'postgres' || provider === 'postgresql') return 'postgresql';
  if (provider === 'mysql' || provider === 'sqlite') return provider;
  throw new UserError('unsupported-provider', `\`${provider}\` databases are not supported`, {
    hint: 'supported are postgresql, mysql (with MariaDB) and sqlite',
  });
}

/**
 * The dialect of a schema.
 *
 * @throws UserError `unsupported-provider`, `missing-datasource`
 */
export function readProvider(document: SchemaDocument): Provider {
  const block = document.blocks.find((each) => each.kind === 'datasource');
  const setting = block?.settings.find((each) => each.name === 'provider');
  if (!block || !setting) {
    throw new UserError('missing-datasource', 'the schema has no datasource with a provider', {
      hint: 'write `datasource db { provider = "postgresql" }`',
    });
  }
  try {
    return toProvider(stringValue(setting.value) ?? setting.value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, {
      place: placeOf(block.file, setting.valueSpan),
      ...(error.hint && { hint: error.hint }),
    });
  }
}

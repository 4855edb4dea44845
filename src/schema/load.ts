import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { DMMF } from '@prisma/generator-helper';
import { joinUserErrors, type Place, UserError } from '../errors.js';
import { parseSchema, type SchemaFile } from './document.js';
import { findPrisma } from './installed-prisma.js';
import { askOwnPrisma } from './own-data-model.js';
import { type LoadedSchema, loadedSchema } from './read-schema.js';

/**
 * Finds and reads the schema as the Prisma CLI would: the explicit path, else `schema` of prisma.config.ts,
 * else `prisma.schema` of package.json, else the default places.
 *
 * @param cwd the working directory; paths in `files` are absolute
 * @param schemaPath a file or a folder, relative to `cwd`
 * @throws UserError `schema-not-found`, `config-invalid`
 */
export async function loadSchema(cwd: string, schemaPath?: string): Promise<LoadedSchema> {
  const fromConfig = schemaPath === undefined ? await configuredPath(cwd) : undefined;
  const internals = await prismaInternals();
  try {
    const found = await internals.getSchemaWithPath({
      schemaPath: internals.createSchemaPathInput({
        ...(schemaPath !== undefined && { schemaPathFromArgs: schemaPath }),
        ...(fromConfig !== undefined && { schemaPathFromConfig: fromConfig }),
        baseDir: cwd,
      }),
      cwd,
    });
    if (found.schemas.length === 0)
      throw new Error(`${relative(cwd, found.schemaPath) || '.'} holds no .prisma file`);
    return loadedSchema(found.schemaPath, found.schemas);
  } catch (error) {
    const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
    throw new UserError('schema-not-found', `no Prisma schema can be read: ${message.split('\n')[0]}`, {
      ...(schemaPath !== undefined && { place: { file: schemaPath, line: 1, column: 1 } }),
      hint: 'run this in the folder of your package.json, or give the path with `--schema`',
    });
  }
}

async function configuredPath(cwd: string): Promise<string | undefined> {
  // Only here: it takes longer to load than all else that reads a schema.
  const { loadConfigFromFile } = await import('@prisma/config');
  const { config, error } = await loadConfigFromFile({ configRoot: cwd });
  if (error && error._tag !== 'ConfigFileNotFound') {
    throw new UserError('config-invalid', `the Prisma config file cannot be loaded: ${error.error.message}`, {
      hint: 'run `npx prisma validate` to see what is wrong with it',
    });
  }
  if (config?.schema) return resolve(cwd, config.schema);
  const fromPackage = packageSchema(cwd);
  return fromPackage === undefined ? undefined : resolve(cwd, fromPackage);
}

/** Prisma 6 reads `prisma.schema` of package.json; Prisma 7 takes the config file alone. */
function packageSchema(cwd: string): string | undefined {
  try {
    const manifest = createRequire(join(cwd, 'package.json'))('./package.json');
    return typeof manifest?.prisma?.schema === 'string' ? manifest.prisma.schema : undefined;
  } catch {
    return undefined;
  }
}

/** Loaded by the first that needs Prisma's parser: that takes longer than all else in a command that answers at once. */
const prismaInternals = async () => (await import('@prisma/internals')).default;

/**
 * Validates a schema with Prisma's parser. The parser that comes with this package is that of Prisma 7, which reads
 * connections from the config file; connections that a schema of Prisma 6 has are left out, at the same offsets. What
 * that parser refuses is for the user's own Prisma to judge, if another version is installed for the schema.
 *
 * @throws UserError `schema-invalid`: all of Prisma's errors, each at its file and line
 */
export async function validateSchema(files: readonly SchemaFile[]): Promise<DMMF.Document> {
  const internals = await prismaInternals();
  try {
    return await internals.getDMMF({
      datamodel: withoutConnections(files).map(({ path, text }) => [path, text]),
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'GetDmmfError') throw error;
    return await judgedByOwnPrisma(files, schemaError(error.message, files));
  }
}

/** @param refusal of the parser of this package */
async function judgedByOwnPrisma(files: readonly SchemaFile[], refusal: UserError): Promise<DMMF.Document> {
  const prisma = findPrisma(...files.slice(0, 1).map(({ path }) => dirname(resolve(path))), process.cwd());
  if (!prisma || prisma.version === parserVersion()) throw refusal;
  const answer = await askOwnPrisma(prisma.program, files);
  if ('dmmf' in answer) return answer.dmmf;
  const own = schemaError(answer.printed, files);
  // Without a place, Prisma failed for another reason than the schema.
  throw own.place ? own : refusal;
}

function parserVersion(): string {
  return (createRequire(import.meta.url)('@prisma/internals/package.json') as { version: string }).version;
}

function withoutConnections(files: readonly SchemaFile[]): readonly SchemaFile[] {
  const connections = parseSchema(files)
    .blocks.filter(({ kind }) => kind === 'datasource')
    .flatMap(({ file, settings }) => settings.map((setting) => ({ file, setting })))
    .filter(({ setting }) => CONNECTIONS.has(setting.name));
  return files.map((file) => ({
    ...file,
    text: connections
      .filter((connection) => connection.file === file)
      .reduce((text, { setting: { start, end } }) => {
        const blank = text.slice(start, end).replace(/[^\r\n]/g, ' ');
        return text.slice(0, start) + blank + text.slice(end);
      }, file.text),
  }));
}

const CONNECTIONS = new Set(['url', 'directUrl', 'shadowDatabaseUrl']);

/** Prisma prints `error: message`, `--> file:line` and the lines around, in colours. */
function schemaError(printed: string, files: readonly SchemaFile[]): UserError {
  const text = stripVTControlCharacters(printed);
  const errors = text
    .split(/^error: /m)
    .slice(1)
    .flatMap((printedError) => {
      const [message = '', where = ''] = printedError.split(/^\s*-->\s/m);
      const [place = ''] = where.split('\n');
      const colon = place.lastIndexOf(':');
      const [file, line] = [place.slice(0, colon).trim(), place.slice(colon + 1).trim()];
      if (colon === -1 || !/^\d+$/.test(line)) return [];
      return new UserError('schema-invalid', message.replace(/\s+/g, ' ').replace(/\.$/, ''), {
        place: placeOfLine(files, file, Number(line)),
        hint: 'run `npx prisma validate` to see it with the lines around it',
      });
    });
  const [first, ...rest] = errors;
  return first ? joinUserErrors([first, ...rest]) : new UserError('schema-invalid', text.trim());
}

function placeOfLine(files: readonly SchemaFile[], path: string, line: number): Place {
  const text = files.find((file) => file.path === path)?.text.split(/\r?\n/)[line - 1] ?? '';
  return { file: path, line, column: text.length - text.trimStart().length + 1, text: text.trim() };
}

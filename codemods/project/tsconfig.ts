import path from 'node:path';
import { ts } from '@ts-morph/common';
import { UserError } from '../../src/errors.js';

export type CompilerOptions = ts.CompilerOptions;

/** One tsconfig as it stands, read with what it extends. */
export interface Configuration {
  /** Absolute. */
  readonly config: string;
  readonly options: CompilerOptions;
  /** The files that it names or includes, absolute; what those import is not among them. */
  readonly files: ReadonlySet<string>;
  /** The tsconfigs that it refers to, absolute. */
  readonly references: readonly string[];
}

/** Reads each tsconfig once. */
export type ReadConfiguration = (config: string) => Configuration;

/** A JSON syntax error, or what it extends or refers to cannot be read: options would be missing in silence. */
function isFatal({ code }: ts.Diagnostic): boolean {
  return code < 2000 || [5012, 5014, 5024, 5083, 6053, 6096, 18000].includes(code);
}

/**
 * @param cwd what messages name files from
 * @throws UserError `bad-tsconfig`, at the place of the mistake
 */
export function configurationReader(cwd: string): ReadConfiguration {
  const known = new Map<string, Configuration>();
  const read = (config: string): Configuration => {
    const fail = (diagnostic: ts.Diagnostic): never => {
      throw badConfiguration(diagnostic, config, cwd);
    };
    const parsed = ts.getParsedCommandLineOfConfigFile(
      config,
      {},
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
    );
    const file = parsed?.options.configFile as ts.TsConfigSourceFile | undefined;
    const { parseDiagnostics = [] } = (file ?? {}) as { parseDiagnostics?: readonly ts.Diagnostic[] };
    const fatal = [...parseDiagnostics, ...(parsed?.errors ?? [])].find(isFatal);
    if (fatal) fail(fatal);
    return {
      config,
      options: parsed!.options,
      files: new Set(parsed!.fileNames.map((file) => path.resolve(file))),
      references: (parsed!.projectReferences ?? []).map((reference) =>
        ts.resolveProjectReferencePath(reference),
      ),
    };
  };
  return (config) => {
    const found = known.get(config) ?? read(config);
    known.set(config, found);
    return found;
  };
}

function badConfiguration(
  { file, start, messageText }: ts.Diagnostic,
  config: string,
  cwd: string,
): UserError {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\.$/, '');
  const { line, character } =
    file && start !== undefined ? ts.getLineAndCharacterOfPosition(file, start) : { line: 0, character: 0 };
  return new UserError('bad-tsconfig', message, {
    place: {
      file: path.relative(cwd, file?.fileName ?? config),
      line: line + 1,
      column: character + 1,
    },
    hint: 'Set it right first: without it types would be unknown, and places would be missed',
  });
}

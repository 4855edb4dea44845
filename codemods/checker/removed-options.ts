import path from 'node:path';
import { ts } from '@ts-morph/common';
import { specifiersIn } from '../specifiers.js';
import type { Overlay, Project } from './checker.js';

/**
 * TypeScript 7 removed options that real projects have, and reports an error instead of following them: imports that
 * lived on `baseUrl` would not resolve, their types would be `any`, and references to the field would vanish in
 * silence. So would those that depend on what is no longer the default. Such a project is opened through a
 * configuration in memory, which says the same in today's options.
 *
 * @returns the project as it stands where it needs nothing, and only what is added to the overlay
 */
export function withoutRemovedOptions(
  project: Project,
  overlay: Overlay,
): { readonly project: Project; readonly overlay: Overlay } {
  const parsed = parse(project.config, overlay);
  const folder = path.dirname(project.config);
  const options = parsed && {
    ...translate(parsed.options, folder),
    ...olderDefaults(parsed.options, project.config),
  };
  if (!options || Object.keys(options).length === 0) return { project, overlay: given(project, overlay) };
  const config = project.config.replace(/\.json$/, '.pec-native.json');
  const text = JSON.stringify({ extends: `./${path.basename(project.config)}`, compilerOptions: options });
  return { project: { ...project, config }, overlay: new Map([...given(project, overlay), [config, text]]) };
}

/**
 * What TypeScript before version 6 took where a project says nothing: it loaded all of `@types`, where the globals of
 * test runners and of Node stand, and was not strict.
 *
 * @returns nothing for a project whose own TypeScript is a later one, or that has none
 */
export function olderDefaults(options: ts.CompilerOptions, config: string): ts.CompilerOptions {
  const version = ownTypeScript(path.dirname(config));
  if (version === undefined || Number.parseInt(version, 10) >= 6) return {};
  return {
    ...(options.types === undefined && { types: ['*'] }),
    ...(options.strict === undefined && { strict: false }),
  };
}

/** The version that a folder, or the nearest one above it, has installed. */
function ownTypeScript(folder: string): string | undefined {
  const text = ts.sys.readFile(path.join(folder, 'node_modules/typescript/package.json'));
  if (text !== undefined) return (JSON.parse(text) as { version?: string }).version;
  const above = path.dirname(folder);
  return above === folder ? undefined : ownTypeScript(above);
}

function parse(
  config: string,
  overlay: Overlay,
  wanted: 'options' | 'files' = 'options',
): ts.ParsedCommandLine | undefined {
  return ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    {
      ...ts.sys,
      ...(wanted === 'options' && { readDirectory: () => [] }),
      readFile: (file) => overlay.get(file) ?? ts.sys.readFile(file),
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  );
}

/**
 * Modules that a project's own options find and today's do not, such as a file of a package that its `exports` hide.
 *
 * @returns none for a project that needs no translation
 */
export function lostModules(given: Project, files: Overlay): readonly string[] {
  const { project, overlay } = withoutRemovedOptions(given, files);
  if (project.config === given.config) return [];
  const before = parse(given.config, files, 'files');
  const after = parse(project.config, new Map([...files, ...overlay]));
  if (!before || !after) return [];
  const first = new Map<string, string>();
  for (const file of before.fileNames) {
    for (const specifier of specifiersIn(ts.sys.readFile(file) ?? '')) {
      if (!specifier.startsWith('.') && !first.has(specifier)) first.set(specifier, file);
    }
  }
  const finds = (specifier: string, from: string, options: ts.CompilerOptions) =>
    ts.resolveModuleName(specifier, from, options, ts.sys).resolvedModule !== undefined;
  return [...first]
    .filter(
      ([specifier, from]) => finds(specifier, from, before.options) && !finds(specifier, from, after.options),
    )
    .map(([specifier]) => specifier);
}

/** The project's own configuration, if it is one in memory. */
function given({ config }: Project, overlay: Overlay): Overlay {
  const text = overlay.get(config);
  return text === undefined ? new Map() : new Map([[config, text]]);
}

/** What to say instead of removed options; `null` takes an inherited option back. */
function translate(options: ts.CompilerOptions, folder: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const { baseUrl, paths, moduleResolution, module, target } = options;
  if (baseUrl !== undefined) {
    const relative = (file: string) => {
      const below = path.relative(folder, path.resolve(baseUrl, file)).split(path.sep).join('/');
      return below.startsWith('.') ? below : `./${below}`;
    };
    result.baseUrl = null;
    result.paths = {
      '*': [relative('*')],
      ...Object.fromEntries(Object.entries(paths ?? {}).map(([name, files]) => [name, files.map(relative)])),
    };
  }
  const isOldResolution =
    moduleResolution === ts.ModuleResolutionKind.Node10 ||
    moduleResolution === ts.ModuleResolutionKind.Classic;
  const isOldModule =
    module !== undefined && module !== ts.ModuleKind.CommonJS && module < ts.ModuleKind.ES2015;
  if (isOldResolution || isOldModule) {
    result.moduleResolution = 'bundler';
    result.module = 'esnext';
  }
  if (target !== undefined && target < ts.ScriptTarget.ES2015) result.target = 'es2015';
  for (const removed of ['downlevelIteration', 'outFile', 'charset', 'keyofStringsOnly', 'out']) {
    if (options[removed] !== undefined) result[removed] = null;
  }
  for (const fixed of ['esModuleInterop', 'allowSyntheticDefaultImports', 'alwaysStrict']) {
    if (options[fixed] === false) result[fixed] = null;
  }
  return result;
}

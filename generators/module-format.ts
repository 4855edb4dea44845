import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GeneratedClient } from '../src/schema/generated-client.js';
import type { GeneratedExtension } from '../src/schema/generator-config.js';

/** How Node reads a `.js` file. */
export type ModuleFormat = 'esm' | 'commonjs';

/**
 * What a folder's `.js` files are to Node: the `type` of the nearest package.json decides.
 *
 * @param folder absolute, there or not
 */
export function moduleFormatIn(folder: string): ModuleFormat {
  const manifest = nearest(folder, 'package.json');
  if (manifest === undefined) return 'commonjs';
  return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module' ? 'esm' : 'commonjs';
}

/**
 * How a generated file names another one beside itself. As an ES module Node wants an extension. Classic CommonJS has
 * tools that look for `./runtime.js` as it is written and find no `runtime.ts`, such as Jest: there the name is bare.
 *
 * @param output absolute path of the folder of both files
 */
export async function besideSpecifier(
  name: string,
  {
    client,
    output,
    fileExtension,
  }: {
    readonly client: GeneratedClient;
    readonly output: string;
    readonly fileExtension: GeneratedExtension;
  },
): Promise<string> {
  if (fileExtension === 'js') return `./${name}.js`;
  const wanted = client.importFileExtension;
  if (wanted !== undefined) return `./${name}${wanted && `.${wanted}`}`;
  if (await namesSources(output)) return `./${name}.ts`;
  return moduleFormatIn(output) === 'esm' ? `./${name}.js` : `./${name}`;
}

/** Whether imports name TypeScript files: the project may be run by Node as it is, which finds no other file. */
async function namesSources(folder: string): Promise<boolean> {
  const config = nearest(folder, 'tsconfig.json');
  if (config === undefined) return false;
  // A compiler takes longer to load than all else, and is needed where these words may stand elsewhere.
  if (!/"extends"|ImportingTsExtensions|RelativeImportExtensions/.test(readFileSync(config, 'utf8')))
    return false;
  const { ts } = await import('@ts-morph/common');
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const { options } = ts.getParsedCommandLineOfConfigFile(config, {}, host) ?? {};
  return options?.allowImportingTsExtensions === true || options?.rewriteRelativeImportExtensions === true;
}

/** The file of that name in a folder, or in the nearest one above it. */
function nearest(folder: string, name: string): string | undefined {
  for (let here = folder; ; here = path.dirname(here)) {
    const file = path.join(here, name);
    if (existsSync(file)) return file;
    if (path.dirname(here) === here) return undefined;
  }
}

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import type { Overlay } from '../checker/checker.js';

/**
 * Packages of a monorepo may be used through what they were built to. A declaration file with a map then reads as its
 * source, so that types lead to where they were made: built declarations write out a selected result, which no longer
 * knows of the model, and they are as old as the last build.
 *
 *     dist/users.d.ts, with dist/users.d.ts.map  →  export * from "../src/users.js";
 *
 * Without maps the folders of a package tell, as `dist/users.d.ts` and `src/users.ts`: the client that Prisma generated is
 * copied there too, where no brand would be met.
 *
 * @param folder the analysed one, absolute
 * @returns what such files read as, by their real paths
 */
export function sourcesOfDeclarations(folder: string): Overlay {
  const maps = fastGlob.sync('**/*.d.{ts,mts,cts}.map', {
    cwd: folder,
    absolute: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
  });
  const overlay = new Map<string, string>();
  for (const map of maps) {
    const declaration = map.slice(0, -'.map'.length);
    const source = sourceOf(map);
    if (source === undefined || !existsSync(declaration)) continue;
    const file = realpathSync(declaration);
    overlay.set(file, reExport(file, source, readFileSync(file, 'utf8')));
  }
  for (const declaration of builtDeclarations(folder)) {
    const file = realpathSync(declaration);
    const source = overlay.has(file) ? undefined : besideBuilt(declaration);
    if (source !== undefined) overlay.set(file, reExport(file, source, readFileSync(file, 'utf8')));
  }
  return overlay;
}

const BUILT = /\/(?:dist|build|lib|out)\//;

/** Declarations that a compiler wrote beside the code that runs. */
function builtDeclarations(folder: string): readonly string[] {
  return fastGlob
    .sync('**/{dist,build,lib,out}/**/*.d.{ts,mts,cts}', {
      cwd: folder,
      absolute: true,
      ignore: ['**/node_modules/**', '**/.git/**'],
      followSymbolicLinks: false,
    })
    .filter((file) => existsSync(file.replace(/\.d\.([cm]?)ts$/, '.$1js')));
}

/** The source of a built file, by the names of folders: `dist/a.d.ts` is of `src/a.ts`, or of `a.ts`. */
function besideBuilt(declaration: string): string | undefined {
  const stem = declaration.replace(/\.d\.[cm]?ts$/, '');
  const ending = /\.d\.([cm]?ts)$/.exec(declaration)?.[1];
  const candidates = ['/src/', '/'].flatMap((folder) =>
    [`.${ending}`, '.tsx'].map((each) => `${stem.replace(BUILT, folder)}${each}`),
  );
  const source = candidates.find((each) => existsSync(each));
  return source === undefined ? undefined : realpathSync(source);
}

function sourceOf(map: string): string | undefined {
  try {
    const { sources, sourceRoot = '' } = JSON.parse(readFileSync(map, 'utf8')) as {
      sources?: readonly string[];
      sourceRoot?: string;
    };
    const [first, ...others] = sources ?? [];
    if (first === undefined || others.length > 0) return undefined;
    const source = path.resolve(path.dirname(map), sourceRoot, first);
    return /\.[cm]?tsx?$/.test(source) && existsSync(source) ? realpathSync(source) : undefined;
  } catch {
    // A map that is none maps nothing.
    return undefined;
  }
}

function reExport(declaration: string, source: string, text: string): string {
  const relative = path.relative(path.dirname(declaration), source).split(path.sep).join('/');
  const below = relative.startsWith('.') ? relative : `./${relative}`;
  const specifier = JSON.stringify(below.replace(/tsx$/, 'js').replace(/ts$/, 'js'));
  if (/^export = /m.test(text)) return `import source = require(${specifier});\nexport = source;\n`;
  const named = `export * from ${specifier};\n`;
  return /\bexport default\b|\bas default\b/.test(text)
    ? `${named}export { default } from ${specifier};\n`
    : named;
}

import type { Checker, OpenChecker, Overlay } from './checker/checker.js';
import type { CodemodReport } from './codemod-report.js';
import { inferredProject, nearestConfig } from './project.js';
import type { CheckerName, CodemodProgress, CodemodRequest } from './request.js';
import type { Source } from './source.js';

/** An open TypeScript program, with the files of the search that it is the first to hold. */
export interface Program {
  readonly checker: Checker;
  readonly sources: readonly Source[];
  /** All of its own files, absolute. */
  readonly files: readonly string[];
  /** What files read as even before a codemod overlays any: the tsconfig of files that none holds. */
  readonly overlay: Overlay;
}

/**
 * Opens one program after the other, until each source was in one: those of the request, then one in memory for the
 * files that no tsconfig holds.
 *
 * @param overlay what files read as at first
 * @returns imports of the sources that did not resolve
 */
export async function eachProgram(
  request: CodemodRequest,
  all: readonly Source[],
  overlay: Overlay,
  visit: (program: Program) => void,
): Promise<CodemodReport['unresolvedImports']> {
  const unresolved: { file: string; specifier: string }[] = [];
  let left = all;
  const nearest = nearestConfig(request.cwd);
  const configs = request.projects ?? (nearest ? [nearest] : []);
  for (const config of [...configs, undefined]) {
    if (left.length === 0) break;
    request.signal?.throwIfAborted();
    showProgress(request, 'open', 0);
    const open = await checkerNamed(request.checker ?? 'native');
    const paths = left.map((source) => source.path);
    const project = config ? { config, overlay: new Map() } : inferredProject(request.cwd, paths);
    const checker = open({ config: project.config }, new Map([...project.overlay, ...overlay]));
    try {
      const files = checker.files();
      const held = new Set(files);
      const sources = config ? left.filter((source) => held.has(source.path)) : left;
      left = left.filter((source) => !sources.includes(source));
      if (sources.length === 0) continue;
      showProgress(request, 'locate', sources.length);
      visit({ checker, sources, files, overlay: project.overlay });
      for (const { path, file } of sources) {
        for (const { specifier } of checker.unresolvedImports([path])) unresolved.push({ file, specifier });
      }
    } finally {
      checker.close();
    }
  }
  return unresolved;
}

/** A checker is heavy, so only the one in use is loaded. */
async function checkerNamed(name: CheckerName): Promise<OpenChecker> {
  if (name === 'native') return (await import('./checker/native.js')).openNativeChecker;
  return (await import('./checker/ts-morph.js')).openTsMorphChecker;
}

export function showProgress(request: CodemodRequest, step: CodemodProgress['step'], total: number): void {
  request.onProgress?.({ step, done: 0, total });
}

import type { Checker, OpenChecker, Overlay } from './checker/checker.js';
import type { CodemodReport } from './codemod-report.js';
import { sourcesOfDeclarations } from './declaration-maps.js';
import type { CheckerName, CodemodProgress, CodemodRequest } from './request.js';
import type { Source } from './source.js';

/** The open TypeScript programs of a run. */
export interface Programs {
  readonly checker: Checker;
  /** All files of the user's in them, absolute. */
  readonly files: readonly string[];
  /** What files read as even before a codemod overlays any: tsconfigs in memory, declarations that lead to their source. */
  readonly overlay: Overlay;
}

/**
 * Opens the projects that answer for the sources, together: what one decides shows in the types of the others.
 *
 * @param overlay what files read as at first
 * @param exits files that hold no name, and from which records may leave
 * @returns imports of the sources that did not resolve
 * @throws UserError `bad-tsconfig`, `checker-ended`
 */
export async function withPrograms(
  request: CodemodRequest,
  sources: readonly Source[],
  exits: readonly Source[],
  overlay: Overlay,
  visit: (programs: Programs) => void,
): Promise<CodemodReport['unresolvedImports']> {
  if (sources.length + exits.length === 0) return [];
  request.signal?.throwIfAborted();
  showProgress(request, 'open', 0);
  const { planPrograms } = await import('./plan-programs.js');
  const paths = sources.map((source) => source.path);
  // Without a name anywhere, a project of JavaScript alone is opened for its exits.
  const plan =
    paths.length > 0
      ? planPrograms(
          request.cwd,
          paths,
          request.projects,
          exits.filter(isTypeScript).map(({ path }) => path),
        )
      : planPrograms(
          request.cwd,
          exits.map(({ path }) => path),
          request.projects,
        );
  const redirected = sourcesOfDeclarations(request.analysisDir ?? request.cwd);
  const own = new Map([...plan.overlay, ...redirected]);
  const open = await checkerNamed(request.checker ?? 'native');
  const checker = open(plan.projects, new Map([...own, ...overlay]));
  try {
    showProgress(request, 'locate', sources.length);
    visit({ checker, files: checker.files(), overlay: own });
    const shown = new Map(sources.map((source) => [source.path, source.file]));
    return checker
      .unresolvedImports(paths)
      .map(({ file, specifier }) => ({ file: shown.get(file) ?? file, specifier }));
  } finally {
    checker.close();
  }
}

function isTypeScript({ path }: Source): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** A checker is heavy, so only the one in use is loaded. */
async function checkerNamed(name: CheckerName): Promise<OpenChecker> {
  if (name === 'native') return (await import('./checker/native.js')).openNativeChecker;
  return (await import('./checker/ts-morph.js')).openTsMorphChecker;
}

export function showProgress(request: CodemodRequest, step: CodemodProgress['step'], total: number): void {
  request.onProgress?.({ step, done: 0, total });
}

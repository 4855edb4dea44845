import { createRequire } from 'node:module';
import {
  type Checker,
  isDeclarationFile,
  type OpenChecker,
  type Overlay,
  type Project,
} from '../checker/checker.js';
import type { CodemodReport } from '../codemod-report.js';
import type { CheckerName, CodemodRequest } from '../request.js';
import { showProgress } from '../show-progress.js';
import type { Source } from '../source.js';
import { type DependentsOf, dependentsAmong } from '../verify/dependents.js';
import { sourcesOfDeclarations } from './declaration-maps.js';
import { analysedFolder, type TextFile } from './find-files.js';

/** What a run is about. */
export interface Texts {
  /** Files that hold a name. */
  readonly sources: readonly Source[];
  /** Files that hold none, and from which records may leave. */
  readonly exits: readonly Source[];
  /** All that were read. */
  readonly scripts: readonly TextFile[];
}

/** The open TypeScript programs of a run. */
export interface Programs {
  readonly checker: Checker;
  /** All files of the user's in them, absolute. */
  readonly files: readonly string[];
  /** What files read as even before a codemod overlays any: tsconfigs in memory, declarations that lead to their source. */
  readonly overlay: Overlay;
  readonly dependentsOf: DependentsOf;
}

/**
 * Opens the projects that answer for the sources, together: what one decides shows in the types of the others.
 *
 * @param overlay what files read as at first
 * @returns imports of the sources that did not resolve
 * @throws UserError `bad-tsconfig`, `checker-ended`
 */
export async function withPrograms(
  request: CodemodRequest,
  { sources, exits, scripts }: Texts,
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
  const redirected = sourcesOfDeclarations(analysedFolder(request));
  // Scripts inside of other files are on no disk.
  const inside = [...sources, ...exits].filter(({ host }) => host !== undefined);
  const own = new Map([
    ...plan.overlay,
    ...redirected,
    ...inside.map(({ path, text }) => [path, text] as const),
  ]);
  const texts = new Map([...own, ...overlay]);
  const open = await checkerNamed(await suitable(request, plan.projects, texts));
  const checker = open(plan.projects, texts);
  try {
    showProgress(request, 'locate', sources.length);
    // A declaration file is checked where it is edited; the generated client may be one, and a long one.
    const files = checker.files().filter((file) => !isDeclarationFile(file) || paths.includes(file));
    const known = new Map(scripts.map(({ path, text }) => [path, text]));
    const graph = [...new Set([...files, ...known.keys()])];
    visit({
      checker,
      files,
      overlay: own,
      dependentsOf: dependentsAmong(graph, known, redirected, plan.options),
    });
    const shown = new Map(sources.map((source) => [source.path, source.file]));
    return checker
      .unresolvedImports(paths)
      .map(({ file, specifier }) => ({ file: shown.get(file) ?? file, specifier }));
  } finally {
    checker.close();
  }
}

/** TypeScript 7, unless it would not find modules that the project's own options find. */
async function suitable(
  request: CodemodRequest,
  projects: readonly Project[],
  texts: Overlay,
): Promise<CheckerName> {
  const wanted = request.checker ?? 'native';
  if (wanted !== 'native') return wanted;
  const installed = installedTypeScript();
  if (installed !== TYPESCRIPT) {
    request.onNotice?.(
      `TypeScript ${installed} is installed for prisma-expand-contract in the place of ${TYPESCRIPT}, by an override of the package manager: the checker is ts-morph`,
    );
    return 'ts-morph';
  }
  const { lostModules } = await import('../checker/removed-options.js');
  const lost = projects.flatMap((project) => lostModules(project, texts));
  if (lost.length === 0) return wanted;
  const named = lost.slice(0, 3).join(', ');
  const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
  request.onNotice?.(
    `TypeScript 7 has removed options of this project, and without them does not find ${named}${more}: the checker is ts-morph`,
  );
  return 'ts-morph';
}

const require = createRequire(import.meta.url);

/** The version whose interface the native checker is written for: that interface changes without notice. */
const TYPESCRIPT = (
  require('prisma-expand-contract/package.json') as { dependencies: Record<'typescript', string> }
).dependencies.typescript;

function installedTypeScript(): string {
  return (require('typescript/package.json') as { version: string }).version;
}

function isTypeScript({ path }: Source): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** A checker is heavy, so only the one in use is loaded. */
async function checkerNamed(name: CheckerName): Promise<OpenChecker> {
  if (name === 'native') return (await import('../checker/native.js')).openNativeChecker;
  return (await import('../checker/ts-morph.js')).openTsMorphChecker;
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../errors.js';

/** The Prisma that a project has installed. */
export interface InstalledPrisma {
  readonly version: string;
  /** The command line of Prisma, as a JavaScript file. */
  readonly program: string;
  /** Its package is `@prisma/prisma7`, the Prisma 7 of a project that has Prisma 8 too. */
  readonly isBesidePrisma8: boolean;
}

/** Packages of the Prisma command line. Beside Prisma 8, `@prisma/prisma7` depends on a `prisma` of its own. */
const PACKAGES = [['prisma'], ['@prisma/prisma7', 'prisma']] as const;

/**
 * The Prisma of a project: of those that are installed the one with generators, else any.
 *
 * @param folders where packages are looked for, and in the folders above: the first folder that finds one counts
 * @returns undefined if none is installed
 */
export function findPrisma(...folders: readonly string[]): InstalledPrisma | undefined {
  for (const folder of folders) {
    const found = PACKAGES.flatMap((chain) => prismaOf(folder, chain) ?? []);
    const first = found.find(({ version }) => !isPrisma8(version)) ?? found[0];
    if (first) return first;
  }
  return undefined;
}

function prismaOf(folder: string, chain: readonly string[]): InstalledPrisma | undefined {
  try {
    const manifest = chain.reduce(
      (from, name) => createRequire(from).resolve(`${name}/package.json`),
      path.join(path.resolve(folder), 'package.json'),
    );
    const { version, bin } = createRequire(manifest)(manifest) as {
      version: string;
      bin?: { prisma?: string };
    };
    const program = path.join(path.dirname(manifest), bin?.prisma ?? 'build/index.js');
    return { version, program, isBesidePrisma8: chain.length > 1 };
  } catch {
    return undefined;
  }
}

/** Prisma 8 is another program under the same name. `8.1.0-dev` was built from the code of Prisma 7. */
function isPrisma8(version: string): boolean {
  return Number.parseInt(version, 10) >= 8 && !version.startsWith('8.1.0-dev.');
}

/**
 * Refuses a Prisma that this package cannot work with. Without one, the step that needs it says so.
 *
 * @param folders as for `findPrisma`
 * @throws UserError `prisma-unsupported`
 */
export function checkPrismaVersion(...folders: readonly string[]): void {
  const version = findPrisma(...folders)?.version;
  if (version === undefined) return;
  if (isPrisma8(version)) {
    throw new UserError(
      'prisma-unsupported',
      `Prisma ${version} is not supported: it has neither generators nor client extensions`,
      {
        hint: 'stay on Prisma 7 while a transition is under way, or install it beside: `npm install --save-dev @prisma/prisma7`',
      },
    );
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 16)) {
    throw new UserError('prisma-unsupported', `Prisma ${version} is too old`, {
      hint: 'update to Prisma 6.16 or later',
    });
  }
}

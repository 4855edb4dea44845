import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../../__fixtures__/prisma-6/node_modules', import.meta.url));

/** Gives a folder Prisma 6 for its own; everything else it finds in the folders above. @returns its command */
export async function installPrisma6(folder: string): Promise<string> {
  await mkdir(path.join(folder, 'node_modules'), { recursive: true });
  for (const name of ['prisma', '@prisma']) {
    await symlink(path.join(modules, name), path.join(folder, 'node_modules', name));
  }
  return path.join(folder, 'node_modules/prisma/build/index.js');
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk until no more than this is free. */
  leave(bytes: number): void;
  /** Takes the filling out again. */
  clear(): void;
  unmount(): void;
}

/** Why no disk can be made here; undefined where one can. */
export function whyNoSmallDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'pec-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `a tmpfs cannot be mounted: ${(error as Error).message}`;
  } finally {
    rmdirSync(folder);
  }
}

/** @param folder made if it is not there */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  const filling = path.join(folder, '.filling');
  return {
    folder,
    leave(bytes) {
      rmSync(filling, { force: true });
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filling, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    clear: () => rmSync(filling, { force: true }),
    unmount: () => execFileSync('umount', ['--lazy', folder]),
  };
}

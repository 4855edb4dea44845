import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOwnedFiles } from '../../generators/owned-files.js';
import { openJournal } from '../../src/files/journal.js';
import { replaceFile, replaceFiles } from '../../src/files/replace-file.js';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from '../support/small-disk.js';

test('permissions stay, and nothing is left beside the file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pec-replace-'));
  const file = path.join(folder, 'a.ts');
  await writeFile(file, 'old');
  await chmod(file, 0o751);
  await replaceFile(file, 'new');
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o751);
  expect(await readdir(folder)).toEqual(['a.ts']);
  await rm(folder, { recursive: true });
});

const reason = whyNoSmallDisk();
if (reason) console.warn(`The tests on a full disk are skipped: ${reason}`);

describe.skipIf(reason)('on a disk that is nearly full', () => {
  const large = 'x'.repeat(66_000);
  let disk: SmallDisk;
  let file: string;
  beforeEach(async () => {
    disk = mountSmallDisk(await mkdtemp(path.join(tmpdir(), 'pec-disk-')), 1);
    file = path.join(disk.folder, 'a.ts');
    await writeFile(file, large);
  });
  afterEach(() => disk.unmount());

  /** By bytes: a page of memory more or less is where a short write begins. */
  const room = [0, 1, 4096, 20_000, 60_000, 65_536];

  test.each(room)('with %i bytes free, a file is as it was', async (free) => {
    disk.leave(free);
    await expect(replaceFile(file, large.replaceAll('x', 'y'))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readFile(file, 'utf8')).toBe(large);
    expect((await readdir(disk.folder)).sort()).toEqual(['.filling', 'a.ts']);
  });

  test.each(room)('with %i bytes free, no file of several is replaced', async (free) => {
    const other = path.join(disk.folder, 'b.ts');
    await writeFile(other, 'small');
    disk.leave(free);
    const texts = [
      { file: other, text: 'other' },
      { file, text: large.replaceAll('x', 'y') },
    ];
    await expect(replaceFiles(disk.folder, texts)).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readFile(other, 'utf8')).toBe('small');
    expect(await readFile(file, 'utf8')).toBe(large);
  });

  test.each(room)('with %i bytes free, a run changes nothing', async (free) => {
    const home = await mkdtemp(path.join(disk.folder, 'run-'));
    disk.leave(free);
    const journal = openJournal(home);
    const change = { file, before: large, after: large.replaceAll('x', 'y') };
    await expect(journal.stage([change])).rejects.toMatchObject({ code: 'disk-full' });
    await journal.takeBack(async () => {});
    expect(await readFile(file, 'utf8')).toBe(large);
  });

  test('what was changed is taken back without any room', async () => {
    const home = await mkdtemp(path.join(disk.folder, 'run-'));
    const journal = openJournal(home);
    for (const put of await journal.stage([{ file, before: large, after: large.replaceAll('x', 'y') }]))
      await put();
    disk.leave(0);
    expect(await journal.takeBack(async () => {})).toMatchObject({ restored: [file], left: [] });
    expect(await readFile(file, 'utf8')).toBe(large);
  });

  test('the generator leaves what it had generated', async () => {
    const output = path.join(disk.folder, 'generated');
    const files = (letter: string) =>
      new Map([
        ['index.ts', letter],
        ['large.ts', letter.repeat(66_000)],
      ]);
    await writeOwnedFiles(output, files('a'));
    disk.leave(20_000);
    await expect(writeOwnedFiles(output, files('b'))).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readFile(path.join(output, 'index.ts'), 'utf8')).toBe('a');
    disk.clear();
    await writeOwnedFiles(output, files('b'));
    expect((await readdir(output)).sort()).toEqual(['.pec-manifest.json', 'index.ts', 'large.ts']);
  });
});

import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Where files of a test lie that need not survive anything: in memory, if there is such a place, else on the disk. */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

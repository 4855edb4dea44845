import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Tells a process from a later one that got the same number. */
export interface ProcessIdentity {
  readonly host: string;
  /** The boot of the machine; '' where the system does not tell. */
  readonly boot: string;
  readonly pid: number;
  /** When the process started, in the words of the system; '' where the system does not tell. */
  readonly started: string;
}

export function thisProcess(): ProcessIdentity {
  return identityOf(process.pid);
}

export function identityOf(pid: number): ProcessIdentity {
  return { host: hostname(), boot: boot(), pid, started: startOf(pid) ?? '' };
}

/** Ends a process that still runs, and waits until it has ended. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  // Without its time of start, the number may be that of anybody by now.
  if (identity.started === '' || isRunning(identity) !== true) return;
  process.kill(identity.pid, 'SIGKILL');
  while (isRunning(identity)) await sleep(10);
}

/** Whether a process of this machine has that number. */
export function isAlive(pid: number): boolean {
  return startOf(pid) !== undefined;
}

/** Whether the process still runs; undefined for a process on another machine, which nobody here can see. */
export function isRunning({ host, boot: itsBoot, pid, started }: ProcessIdentity): boolean | undefined {
  if (host !== hostname()) return undefined;
  if (itsBoot !== boot()) return false;
  const now = startOf(pid);
  return now !== undefined && (started === '' || now === '' || now === started);
}

function boot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** undefined: there is no such process, or it has ended and its parent has not looked yet. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    // The name of the program, in parentheses, may hold spaces: fields are counted from behind it (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return /^[ZX]$/.test(fields[0] ?? '') ? undefined : fields[19];
  } catch {
    return startByPs(pid);
  }
}

function startByPs(pid: number): string | undefined {
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch (error) {
    // `ps` fails where there is no such process; without `ps` nobody can tell.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined;
  }
}

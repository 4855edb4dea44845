import { SingleBar } from 'cli-progress';

/** Shows on stderr how far a command has come. */
export interface ProgressDisplay {
  /** @param total rows expected; undefined if nobody knows */
  update(rows: number, total: number | undefined): void;
  /** A line that stays, above a bar. */
  note(line: string): void;
  stop(): void;
}

const plainEveryMs = 5_000;

/**
 * A bar on a terminal, a line now and then elsewhere.
 *
 * @param label what is worked on
 * @param before rows that an earlier run had done: they do not count for the speed
 */
export function showProgress(label: string, before = 0): ProgressDisplay {
  const started = Date.now();
  const speed = (rows: number) => ((rows - before) * 1000) / Math.max(Date.now() - started, 1);
  return process.stderr.isTTY ? bar(label, speed) : lines(label, speed);
}

function lines(label: string, speed: (rows: number) => number): ProgressDisplay {
  let last = Date.now();
  return {
    update(rows, total) {
      if (Date.now() - last < plainEveryMs) return;
      last = Date.now();
      const share = total ? ` (${Math.floor((rows / total) * 100)} %)` : '';
      const left = total ? `, ${duration(((total - rows) / speed(rows)) * 1000)} left` : '';
      process.stderr.write(`${label}: ${count(rows)} rows${share}, ${count(speed(rows))} rows/s${left}\n`);
    },
    note: (line) => void process.stderr.write(`${line}\n`),
    stop() {},
  };
}

function bar(label: string, speed: (rows: number) => number): ProgressDisplay {
  const shown = new SingleBar({
    format: `${label} [{bar}] {percentage} % | {rows} rows | {speed} rows/s | {left}`,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let visible = false;
  return {
    update(rows, total) {
      const expected = Math.max(total ?? rows, rows, 1);
      const left = total ? `${duration(((expected - rows) / Math.max(speed(rows), 1e-9)) * 1000)} left` : '';
      const payload = { rows: count(rows), speed: count(speed(rows)), left };
      if (!visible) shown.start(expected, rows, payload);
      visible = true;
      shown.setTotal(expected);
      shown.update(rows, payload);
    },
    note(line) {
      if (visible) shown.stop();
      visible = false;
      process.stderr.write(`${line}\n`);
    },
    stop() {
      if (visible) shown.stop();
      visible = false;
    },
  };
}

/** `12,345` */
export function count(number: number): string {
  return Math.round(number).toLocaleString('en');
}

/** `850 ms`, `3.2 s`, `12 min` */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 90_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

import { Presets, SingleBar } from 'cli-progress';
import type { CodemodProgress } from '../run.js';
import type { Terminal } from './terminal.js';

const steps: Readonly<Record<CodemodProgress['step'], string>> = {
  search: 'searching files',
  open: 'opening projects',
  locate: 'looking at types',
  verify: 'checking the result',
};

/** A run shorter than this shows no bar; one that opens projects is longer, and says nothing until they are open. */
const quietMilliseconds = 1000;

/** A progress bar on standard error for a run that takes long; silent unless that is a terminal. */
export function showProgress({ stderr }: Terminal): {
  readonly update: (progress: CodemodProgress) => void;
  readonly stop: () => void;
} {
  if (!stderr.isTTY) return { update: () => {}, stop: () => {} };
  const started = Date.now();
  const bar = new SingleBar(
    {
      stream: stderr as unknown as NodeJS.WritableStream,
      format: '{step} {bar} {done}',
      clearOnComplete: true,
      hideCursor: null,
    },
    Presets.shades_classic,
  );
  let isShown = false;
  return {
    update({ step, done, total }) {
      if (!isShown && step === 'search' && Date.now() - started < quietMilliseconds) return;
      const payload = { step: steps[step], done: total > 0 ? `${done}/${total}` : `${done}` };
      if (!isShown) bar.start(Math.max(total, 1), done, payload);
      isShown = true;
      bar.setTotal(Math.max(total, 1));
      bar.update(done, payload);
    },
    stop() {
      if (isShown) bar.stop();
    },
  };
}

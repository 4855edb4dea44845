import { createInterface } from 'node:readline/promises';
import { applyPatch, type StructuredPatch, structuredPatch } from 'diff';
import { UserError } from '../../src/errors.js';
import type { CodemodReport, Occurrence, TransitionReport } from '../codemod-report.js';
import { colourDiff, unifiedDiff } from '../diff.js';
import { reasons } from '../reasons.js';
import type { ChangedFile, CodemodRun } from '../run.js';
import { hasColours, isInteractive, type Terminal } from './terminal.js';

type Hunk = StructuredPatch['hunks'][number];

export interface Choice {
  /** The run, as if only the hunks that were taken had been proposed. */
  readonly run: CodemodRun;
  readonly taken: number;
  readonly offered: number;
}

/**
 * Shows each hunk and asks for it: y(es), n(o), a(ll the rest), q(uit, leaving the rest out).
 *
 * A part of a rewrite is not type-checked again: the whole was, and a hunk may need another one.
 *
 * @returns undefined after Ctrl-C or Ctrl-D, where nothing is to be written
 * @throws UserError `not-a-terminal`
 */
export async function chooseHunks(run: CodemodRun, terminal: Terminal): Promise<Choice | undefined> {
  assertInteractive(terminal);
  const patches = run.files.map((file) => ({
    file,
    patch: structuredPatch('', '', file.before, file.after, undefined, undefined, { context: 3 }),
  }));
  const offered = patches.flatMap(({ file, patch }) => patch.hunks.map((hunk) => ({ file, hunk })));

  const declined = await ask(offered, terminal);
  if (!declined) return undefined;
  const files = patches.flatMap(({ file, patch }) => {
    const after = withHunks(
      file.before,
      patch,
      patch.hunks.filter((hunk) => !declined.has(hunk)),
    );
    return after === file.before ? [] : [{ ...file, after }];
  });
  const refused = offered.filter(({ hunk }) => declined.has(hunk));
  return {
    run: { files, report: withoutHunks(run.report, files, refused) },
    taken: offered.length - refused.length,
    offered: offered.length,
  };
}

/** @throws UserError `not-a-terminal`, before any work is done */
export function assertInteractive(terminal: Terminal): void {
  if (isInteractive(terminal)) return;
  throw new UserError('not-a-terminal', '--interactive needs a terminal to ask at', {
    hint: 'Use --write, or the diff that is printed without it',
  });
}

/** The hunks that were declined. */
async function ask(
  offered: readonly { file: ChangedFile; hunk: Hunk }[],
  { stdin, stdout, env }: Terminal,
): Promise<Set<Hunk> | undefined> {
  const declined = new Set<Hunk>();
  const left = new AbortController();
  const prompt = createInterface({ input: stdin, output: stdout });
  prompt.on('SIGINT', () => left.abort()).on('close', () => left.abort());
  try {
    for (const [index, { file, hunk }] of offered.entries()) {
      const diff = unifiedDiff(file.file, file.before, withHunks(file.before, undefined, [hunk]));
      stdout.write(`\n${hasColours(stdout, env) ? colourDiff(diff) : diff}`);
      const answer = await answerTo(`(${index + 1}/${offered.length}) Rewrite this? [y,n,a,q] `);
      if (answer === 'a') break;
      if (answer === 'q') {
        for (const rest of offered.slice(index)) declined.add(rest.hunk);
        break;
      }
      if (answer === 'n') declined.add(hunk);
    }
    return declined;
  } catch (error) {
    if (!left.signal.aborted) throw error;
    stdout.write('\n');
    return undefined;
  } finally {
    prompt.close();
  }

  async function answerTo(question: string): Promise<string> {
    for (;;) {
      const answer = (await prompt.question(question, { signal: left.signal })).trim().toLowerCase();
      if (['y', 'n', 'a', 'q'].includes(answer)) return answer;
      stdout.write('y: yes, n: no, a: this and all the rest, q: neither this nor the rest\n');
    }
  }
}

function withHunks(before: string, patch: StructuredPatch | undefined, hunks: Hunk[]): string {
  const after = applyPatch(
    before,
    { ...(patch ?? structuredPatch('', '', before, before)), hunks },
    { autoConvertLineEndings: false },
  );
  if (after === false) throw new Error('a hunk does not fit the text that it was made from');
  return after;
}

const declinedReason = { reason: 'declined', hint: reasons.declined.hint } as const;

/** What lies in a declined hunk was not rewritten: it needs the one who declined it. */
function withoutHunks(
  report: CodemodReport,
  files: readonly ChangedFile[],
  refused: readonly { file: ChangedFile; hunk: Hunk }[],
): CodemodReport {
  const isRefused = (file: string, line: number) =>
    refused.some(
      (each) =>
        each.file.file === file &&
        line >= each.hunk.oldStart &&
        line < each.hunk.oldStart + each.hunk.oldLines,
    );
  const texts = new Map(refused.map(({ file }) => [file.file, file.before.replace(/^\uFEFF/, '')]));
  const lineOf = (file: string, offset: number) =>
    (texts.get(file)?.slice(0, offset).split('\n') ?? ['']).length;
  return {
    ...report,
    filesChanged: files.length,
    edits: report.edits.filter(({ file, offset }) => !isRefused(file, lineOf(file, offset))),
    transitions: report.transitions.map((transition) =>
      reclassified(transition, (occurrence) =>
        occurrence.class === 'rewritten' && isRefused(occurrence.file, occurrence.line)
          ? {
              ...occurrence,
              class: 'needs-you',
              ...declinedReason,
            }
          : occurrence,
      ),
    ),
  };
}

function reclassified(
  transition: TransitionReport,
  change: (occurrence: Occurrence) => Occurrence,
): TransitionReport {
  const occurrences = transition.occurrences.map(change);
  const counts = { rewritten: 0, unrelated: 0, 'already-done': 0, 'needs-you': 0, ignored: 0 };
  for (const occurrence of occurrences) counts[occurrence.class] += 1;
  return { ...transition, occurrences, counts };
}

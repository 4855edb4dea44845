import type { Phase } from '../src/schema/transition.js';
import type { TransitionsFile } from '../src/schema/transitions-file.js';
import type { CodemodName } from './codemod-report.js';

/** The phases in which a codemod has something to do; none for what a user starts when they like. */
export const duePhases: Readonly<Record<CodemodName, readonly Phase[]>> = {
  'switch-reads': ['migrate'],
  /** Not with `sync = "code"`: there instances of stage expand, which read the source, need it written until `contract`. */
  'switch-writes': ['migrate'],
  /** Only with `sync = "code"`. Stage migrate doubles what was written since stage expand. */
  'dual-write': ['expand', 'migrate'],
  /** Where the client knows the target from stage expand on: it does not where a trigger serves every writer. */
  'hide-target': ['expand'],
  // It needs a client that still has the source, so it runs before the schema moves on.
  contract: ['migrate', 'contract'],
  'rename-field': [],
  'rename-model': [],
};

/** Whether a run without a named transition takes one in this phase. */
export function isDue(
  codemod: CodemodName,
  phase: Phase,
  { sync, provider }: Pick<TransitionsFile, 'sync' | 'provider'>,
): boolean {
  if (codemod === 'hide-target' && sync === 'trigger' && provider !== 'sqlite') return false;
  const other = sync === 'code' ? 'switch-writes' : 'dual-write';
  return codemod !== other && duePhases[codemod].includes(phase);
}

import type { Phase } from '../src/schema/transition.js';
import type { CodemodName } from './codemod-report.js';

/** The phases in which a codemod has something to do; none for what a user starts when they like. */
export const duePhases: Readonly<Record<CodemodName, readonly Phase[]>> = {
  'switch-reads': ['migrate'],
  'switch-writes': ['migrate'],
  /** Only with `sync = "code"`. */
  'dual-write': ['expand'],
  // It needs a client that still has the source, so it runs before the schema moves on.
  contract: ['migrate', 'contract'],
  'rename-field': [],
  'rename-model': [],
};

import type { CheckerDiagnostic } from './checker/checker.js';
import type { OccurrenceClass } from './codemod-report.js';
import type { Decision } from './edit/edit.js';
import type { Located } from './locate/located.js';
import type { PlacedEdits } from './verify/added-errors.js';

/** One occurrence with what became of it. */
export interface Outcome extends PlacedEdits {
  readonly located: Located;
  readonly decision: Omit<Decision, 'class'> & { readonly class: OccurrenceClass };
  readonly diagnostic?: CheckerDiagnostic;
}

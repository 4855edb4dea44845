import type { ts } from '@ts-morph/common';
import type { Use } from '../locate/flow.js';

/**
 * What is followed: `key` is a key of an object, `text` a text that is the name, and `typed` anything made from such a
 * text in a way that only its type tells, as the schema that `z.enum` makes.
 */
export type Mode = 'key' | 'text' | 'typed';

/** A value on its way: the node that stands for it, and the way from its value down to what is followed. */
export interface State {
  readonly node: ts.Node;
  readonly path: readonly string[];
  readonly mode: Mode;
}

/** How a way ends, apart from a type of the client that expects the name there. */
export type End =
  /** A place that takes the value as something else, or one that is not followed further. */
  | 'elsewhere'
  /** The keys are read one by one, or a function of the code's own takes the value that cannot be found. */
  | 'unknown'
  /** The keys are listed when the code runs, and go on as texts. */
  | 'listed'
  /** A query on a client without a type takes it. */
  | 'untyped-client'
  /** The key takes the place of that of a record which is spread beside it. */
  | 'replaces';

/** One step of a value, as syntax tells it. */
export type Step =
  | { readonly kind: 'to'; readonly to: State }
  | { readonly kind: 'end'; readonly end: End }
  /** A type may say there what is expected; only where it does not name the key, the value goes on. */
  | { readonly kind: 'asked'; readonly use: Use; readonly onward: readonly State[]; readonly otherwise?: End }
  /** The values beside it may be records that have the name. */
  | { readonly kind: 'beside'; readonly records: readonly Use[] }
  /** A client extension computes a field of this name, which stands for that of the model. */
  | { readonly kind: 'extended'; readonly use: Use }
  /** A text goes on only where the type of the node still lists the name. */
  | { readonly kind: 'listed'; readonly node: ts.Node; readonly onward: readonly State[] }
  | {
      readonly kind: 'argument';
      readonly call: ts.CallExpression | ts.NewExpression;
      readonly argument: number;
      readonly state: State;
    }
  /** What a method returns goes to its callers, which are among these calls. */
  | {
      readonly kind: 'returned';
      readonly owner: ts.Node;
      readonly calls: readonly ts.CallExpression[];
      readonly state: State;
    };

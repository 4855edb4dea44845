import type { ts } from '@ts-morph/common';

/** The ways out of a program that are known, as reports name them. */
export type ExitKind =
  | 'response'
  | 'serialize'
  | 'loader'
  | 'page-props'
  | 'server-action'
  | 'trpc'
  | 'controller'
  | 'handler'
  | 'message'
  | 'cache'
  /** The client itself, not a record. */
  | 'client';

/** A value that leaves the program, as far as syntax tells. */
export interface Exit {
  readonly kind: ExitKind;
  readonly value: ts.Expression;
  /** What a value has to have a member of, for the place to be an exit: `t.procedure.query(…)` and no other `query`. */
  readonly proof?: { readonly of: ts.Expression; readonly member: string };
  /** What the call hands the value to has to be declared in a package: no `Map`, nothing of the code itself. */
  readonly foreign?: { readonly call: ts.CallExpression; readonly argument: number };
}

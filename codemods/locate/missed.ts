import { ts } from '@ts-morph/common';
import type { CheckerDiagnostic } from '../checker/checker.js';
import { isComparison } from './site.js';

/** Errors that the compiler reports at the very name that a type no longer has. */
export const MISSING_NAME = new Set([2322, 2339, 2344, 2345, 2353, 2367, 2551, 2561, 2678, 2769, 2820, 7053]);

/** Where the compiler would report a name that is missed. */
export interface Spot {
  /** Absolute. */
  readonly path: string;
  readonly own: number;
  /** The starts of what the name is given to, where some errors stand. */
  readonly around: readonly number[];
}

type ErrorsFrom = (offset: number) => readonly Pick<CheckerDiagnostic, 'code'>[];

/** Whether the compiler misses just this name. */
export function isMissed(token: ts.Node, errorsAt: ErrorsFrom): boolean {
  return isMissedAt(spotOf(token), errorsAt);
}

/** The same of a place where the name is used. */
export function isMissedAt({ own, around }: Spot, errorsAt: ErrorsFrom): boolean {
  return [own, ...around].some((offset) =>
    errorsAt(offset).some(({ code }) => MISSING_NAME.has(code) && (offset === own || !OF_A_KEY.has(code))),
  );
}

/** Errors that speak of a key, never of the value that stands beside it. */
const OF_A_KEY = new Set([2339, 2353, 2551, 2561, 7053]);

/** Where the compiler reports a name that does not fit: at itself, or at the start of what it is given to. */
export function spotOf(token: ts.Node): Spot {
  const { parent } = token;
  const around = (node: ts.Node): Spot => ({
    path: token.getSourceFile().fileName,
    own: token.getStart(),
    around: node === token ? [] : [node.getStart()],
  });
  if (ts.isBinaryExpression(parent)) {
    const assigned = parent.right === token && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return around(assigned || isComparison(parent) ? parent : token);
  }
  const named =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isJsxAttribute(parent);
  if (named && parent.initializer === token) return around(parent.name);
  return around(ts.isReturnStatement(parent) ? parent : token);
}

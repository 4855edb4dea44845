import { ts } from '@ts-morph/common';
import { unwrap } from '../source.js';
import { type Flow, flowsOf, type Links } from './flow.js';
import { declarationOf, referencesOf } from './scopes.js';

/** An object that is made empty, without a type, and gets its members one by one. */
export interface Filled {
  /** Where the object goes. */
  readonly destinations: readonly Flow[];
  /** The member gets its value here. */
  readonly isWritten: boolean;
  /** Nothing but its members gets into the object. */
  readonly isClosed: boolean;
}

/**
 * `const where: any = {}; where.userName = name; prisma.user.findMany({ where })`: the member is what is expected of the
 * object where it goes, as it would be a key that is written in the literal.
 *
 * @param of the value whose member is meant
 * @param path from there to the member
 */
export function filledObject(of: ts.Node, path: readonly string[], links: Links): Filled | undefined {
  if (!ts.isIdentifier(of)) return undefined;
  const declared = declarationOf(of);
  if (!declared || !ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return undefined;
  const isUntyped = !declared.type || declared.type.kind === ts.SyntaxKind.AnyKeyword;
  const initial = declared.initializer && unwrap(declared.initializer);
  if (!isUntyped || !initial || !ts.isObjectLiteralExpression(initial)) return undefined;
  const { destinations } = flowsOf(declared.name, path, links);
  const member = of.parent;
  const isOpen =
    initial.properties.some(ts.isSpreadAssignment) || referencesOf(declared.name).some(isReplaced);
  return {
    destinations,
    isWritten: ts.isPropertyAccessExpression(member) && isAssigned(member),
    isClosed: !isOpen,
  };
}

/** `where = other`, `Object.assign(where, other)`. */
function isReplaced(reference: ts.Identifier): boolean {
  const { parent } = reference;
  const isMerged = ts.isCallExpression(parent) && parent.arguments[0] === reference;
  return isAssigned(reference) || (isMerged && parent.expression.getText() === 'Object.assign');
}

function isAssigned(value: ts.Expression): boolean {
  const { parent } = value;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === value &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

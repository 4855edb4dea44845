import { ts } from '@ts-morph/common';
import { keyText, type Source, unwrap } from '../source.js';
import { callExits, isSending } from './call-exits.js';
import type { Exit } from './exit.js';
import { functionExits } from './function-exits.js';

/** One part of a value that leaves: what is not an object or a list that is written out there. */
export interface Leaf {
  readonly exit: Exit;
  readonly node: ts.Expression;
  /** `...user` in an object literal, `{ user }`, or an expression that stands for itself. */
  readonly place: 'spread' | 'shorthand' | 'plain';
  /** Names that the object literal sets after a spread. */
  readonly overridden: readonly string[];
}

/** Every part of every value that leaves the program in a file. */
export function findExits(source: Source): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: ts.Node): void => {
    for (const exit of [...callExits(node, source), ...functionExits(node, source)]) {
      leaves.push(...leavesOf(exit, exit.value));
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  // A handler's response may stand in what a handler returns.
  const seen = new Set<ts.Node>();
  return leaves.filter(({ node }) => !seen.has(node) && seen.add(node));
}

function leavesOf(exit: Exit, value: ts.Expression): Leaf[] {
  const inner = unwrap(value);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.flatMap((property, index): Leaf[] => {
      if (ts.isPropertyAssignment(property)) return leavesOf(exit, property.initializer);
      if (ts.isShorthandPropertyAssignment(property)) {
        return [{ exit, node: property.name, place: 'shorthand', overridden: [] }];
      }
      if (!ts.isSpreadAssignment(property)) return [];
      const overridden = inner.properties.slice(index + 1).flatMap(({ name }) => keyText(name) ?? []);
      const spread = unwrap(property.expression);
      if (ts.isObjectLiteralExpression(spread) || ts.isConditionalExpression(spread)) {
        return leavesOf(exit, spread);
      }
      return [{ exit, node: property.expression, place: 'spread', overridden }];
    });
  }
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.flatMap((element) =>
      ts.isSpreadElement(element) || ts.isOmittedExpression(element) ? [] : leavesOf(exit, element),
    );
  }
  if (ts.isConditionalExpression(inner)) {
    return [...leavesOf(exit, inner.whenTrue), ...leavesOf(exit, inner.whenFalse)];
  }
  // It is an exit of its own.
  if (ts.isCallExpression(inner) && isSending(inner)) return [];
  const { kind } = inner;
  const isConstant =
    ts.isLiteralExpression(inner) ||
    ts.isTemplateExpression(inner) ||
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword;
  return isConstant ? [] : [{ exit, node: value, place: 'plain', overridden: [] }];
}

import { ts } from '@ts-morph/common';
import { mayDisguise, type TextHit } from './search.js';

/** Names that are spelled with escapes, `user\u004eame`, or put together from texts, `'user' + 'Name'`. */
export function disguisedNames(tree: ts.SourceFile, names: readonly string[]): TextHit[] {
  if (!mayDisguise(tree.text, names)) return [];
  const hits: TextHit[] = [];
  const visit = (node: ts.Node): void => {
    const value = ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node.text : joined(node);
    if (value !== undefined && names.includes(value)) {
      const start = node.getStart();
      const length = node.end - start;
      const quotes = ts.isStringLiteralLike(node) ? 1 : 0;
      const isPlain = length - 2 * quotes === value.length;
      if (!isPlain) hits.push({ offset: start + quotes, name: value, length: length - 2 * quotes });
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return hits;
}

/** The text that a sum of texts is. */
function joined(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [joined(node.left), joined(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

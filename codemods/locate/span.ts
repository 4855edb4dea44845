import { ts } from '@ts-morph/common';
import type { NodeSpan } from '../checker/checker.js';

/** A node as a question names it. */
export function spanOf(node: ts.Node): NodeSpan {
  return {
    file: node.getSourceFile().fileName,
    pos: node.pos,
    end: node.end,
    kind: ts.SyntaxKind[node.kind]!,
  };
}

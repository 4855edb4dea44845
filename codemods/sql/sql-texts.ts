import { ts } from '@ts-morph/common';
import { isSql } from '../locate/text-site.js';
import { calledPath, type Source } from '../source.js';

/** SQL in a script. */
export interface SqlText {
  /** Where it begins in the file; every character of it stands at its place. */
  readonly offset: number;
  readonly sql: string;
}

const LOOKS_LIKE_SQL =
  /\b(?:select|insert\s+into|update|delete\s+from|where|from|join|order\s+by|group\s+by|set|alter|create)\b/i;

/**
 * Every text of a script that goes to the database as SQL: templates with their parts replaced by parameters, strings,
 * and strings that are put together with `+`.
 */
export function sqlTextsOf(source: Source): readonly SqlText[] {
  const found: SqlText[] = [];
  const visit = (node: ts.Node): void => {
    const text = isTextual(node) && isSql(node) ? textOf(source, node) : undefined;
    if (text === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    if (LOOKS_LIKE_SQL.test(text.sql) || isTagged(node)) found.push(text);
    // A part of a template may hold SQL of its own: `${Prisma.sql`…`}`.
    for (const part of partsOf(node)) ts.forEachChild(part, visit);
  };
  visit(source.tree);
  return found;
}

function isTextual(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return ts.isBinaryExpression(node) && isSum(node) && operandsOf(node).some(ts.isStringLiteralLike);
}

function isTagged({ parent }: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(parent)) return true;
  return ts.isCallExpression(parent) && /\braw\b|Raw\w*$/.test(calledPath(parent.expression));
}

function partsOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (ts.isBinaryExpression(node)) return operandsOf(node).filter((part) => !ts.isStringLiteralLike(part));
  return [];
}

function isSum({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function operandsOf(node: ts.Expression): readonly ts.Expression[] {
  return ts.isBinaryExpression(node) && isSum(node)
    ? [...operandsOf(node.left), ...operandsOf(node.right)]
    : [node];
}

function textOf({ text }: Source, node: ts.Expression): SqlText {
  const offset = node.getStart();
  let sql = '';
  const put = (from: number, part: string) => {
    sql += ' '.repeat(Math.max(0, from - offset - sql.length)) + part;
  };
  const pieces = ts.isTemplateExpression(node) ? [node] : operandsOf(node);
  for (const piece of pieces) {
    if (ts.isTemplateExpression(piece)) {
      let start = piece.getStart() + 1;
      for (const { expression, literal } of piece.templateSpans) {
        const opens = text.lastIndexOf('${', expression.getStart());
        put(start, unescaped(text.slice(start, opens)));
        const closes = literal.getStart();
        put(opens, parameter(closes + 1 - opens));
        start = closes + 1;
      }
      put(start, unescaped(text.slice(start, piece.end - 1)));
    } else if (ts.isStringLiteralLike(piece)) {
      put(piece.getStart() + 1, unescaped(text.slice(piece.getStart() + 1, piece.end - 1)));
    } else {
      put(piece.getStart(), parameter(piece.end - piece.getStart()));
    }
  }
  return { offset, sql };
}

function parameter(length: number): string {
  return (length > 1 ? '$1' : '1').padEnd(length);
}

/** Escapes as what they stand for, at the same length. */
function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, escaped: string) => (/["'`]/.test(escaped) ? ` ${escaped}` : '  '));
}

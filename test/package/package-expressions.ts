import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from '@ts-morph/common';
import fastGlob from 'fast-glob';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A regular expression of the package. Source text of strangers is matched against each. */
export interface Expression {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** The text of a constant expression; what is only known at run time is a name. */
function textOf(node: ts.Expression, tree: ts.SourceFile): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isRegularExpressionLiteral(node)) return node.text.slice(1, node.text.lastIndexOf('/'));
  if (ts.isTaggedTemplateExpression(node)) return templateText(node.template, tree, true);
  if (ts.isTemplateExpression(node)) return templateText(node, tree, false);
  if (ts.isBinaryExpression(node)) return textOf(node.left, tree) + textOf(node.right, tree);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: list, name } = node.expression;
    const [separator] = node.arguments;
    if (name.text === 'join' && ts.isArrayLiteralExpression(list) && separator) {
      return list.elements.map((each) => textOf(each, tree)).join(textOf(separator, tree));
    }
  }
  const declared = ts.isIdentifier(node) ? constantOf(node.text, tree) : undefined;
  return declared ? textOf(declared, tree) : 'name';
}

function templateText(template: ts.TemplateLiteral, tree: ts.SourceFile, isRaw: boolean): string {
  const literal = (part: ts.TemplateLiteralLikeNode) => (isRaw ? (part.rawText ?? '') : part.text);
  if (ts.isNoSubstitutionTemplateLiteral(template)) return literal(template);
  const spans = template.templateSpans.map((span) => textOf(span.expression, tree) + literal(span.literal));
  return literal(template.head) + spans.join('');
}

function constantOf(name: string, tree: ts.SourceFile): ts.Expression | undefined {
  return tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.initializer;
}

export function expressionsIn(file: string, text: string): readonly Expression[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    const place = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ place, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    const made = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (made && node.expression.getText(tree) === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      found.push({
        place,
        source: source ? textOf(source, tree) : '',
        flags: flags ? textOf(flags, tree) : '',
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** @returns every regular expression of the package */
export async function packageExpressions(): Promise<readonly Expression[]> {
  const files = await fastGlob('{src,codemods,generators}/**/*.{ts,js,mjs,cjs}', { cwd: root });
  const all: Expression[] = [];
  for (const file of files.sort()) {
    all.push(...expressionsIn(file, await readFile(path.join(root, file), 'utf8')));
  }
  return all;
}

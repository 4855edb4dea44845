import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from '@ts-morph/common';
import fastGlob from 'fast-glob';
import { checkSync, type Diagnostics } from 'recheck';
import { expect, test } from 'vitest';

// Source text of strangers is matched against these: none may take time that grows like 2^n, or like n^3.

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

interface Expression {
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

function expressionsIn(file: string, text: string): readonly Expression[] {
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

/** Word boundaries make the automata of some expressions too large: then strings that hurt are looked for. */
function judge({ source, flags }: Expression): Diagnostics {
  const found = checkSync(source, flags, { timeout: 3_000 });
  return found.status === 'unknown' ? checkSync(source, flags, { checker: 'fuzz', timeout: 20_000 }) : found;
}

function isSlow(found: Diagnostics): boolean {
  if (found.status !== 'vulnerable') return found.status === 'unknown';
  const { complexity } = found;
  return complexity.type === 'exponential' || complexity.degree > 2;
}

test('the checker knows an expression whose time doubles with each letter', () => {
  const nested = { place: '', source: String.raw`^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\.)*$`, flags: 'u' };
  expect(isSlow(judge(nested))).toBe(true);
});

test('expressions that are put together are read whole', () => {
  const text = "const part = 'a+';\nnew RegExp(['(?:', `$" + '{part}b' + "`, ')+'].join(''), 'g');\n";
  expect(expressionsIn('a.ts', text)).toEqual([{ place: 'a.ts:2', source: '(?:a+b)+', flags: 'g' }]);
});

test('no regular expression of the package takes exponential or cubic time', {
  timeout: 300_000,
}, async () => {
  const files = await fastGlob('{src,codemods,generators}/**/*.{ts,js,mjs,cjs,hbs}', { cwd: root });
  const all: Expression[] = [];
  for (const file of files.sort()) {
    if (file.endsWith('.hbs')) continue;
    all.push(...expressionsIn(file, await readFile(path.join(root, file), 'utf8')));
  }
  expect(all.length).toBeGreaterThan(200);
  const slow = all
    .map((each) => ({ ...each, found: judge(each) }))
    .filter(({ found }) => isSlow(found))
    .map(
      ({ place, source, found }) =>
        `${place} ${found.status === 'vulnerable' ? found.complexity.summary : found.status}: ${source}`,
    );
  expect(slow).toEqual([]);
});

import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Source } from '../source.js';
import type { TextEdit } from './text-edit.js';

/** The style of imports where a file itself does not show it: `.js` under Node's own resolution, nothing for bundlers. */
export type ImportExtension = '.js' | '';

/**
 * The edit that brings a name of a generated module into a file, in the style of its other imports: into the braces of
 * an import of the same module, else in a line of its own below the last import.
 *
 * @param module absolute path of the module: `/app/src/transitions/index.ts`
 * @returns undefined where the file imports the name already, or uses it for something else (`taken`)
 */
export function importName(
  source: Source,
  name: string,
  module: string,
  extension: ImportExtension,
): TextEdit | 'taken' | undefined {
  const imports = source.tree.statements.flatMap(importsOf);
  const same = imports.find(({ specifier }) => isModule(source, specifier.text, module));
  if (same?.names.some((element) => element.name.getText() === name)) return undefined;
  if (mentions(source.tree, name)) return 'taken';
  const last = same?.names.at(-1);
  if (last) return { offset: last.end, length: 0, text: `, ${name}`, shared: true };
  const model = imports.at(-1);
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  if (!model) {
    // The top of the file is not the top of its script.
    if (source.host !== undefined) return 'taken';
    const line = importLine(name, `'${relativeSpecifier(source, module, extension)}'`, ';', false);
    const directives = source.tree.statements.filter(ts.isExpressionStatement).find(isDirective);
    return directives
      ? { offset: directives.end, length: 0, text: `${lineEnd}${line}`, shared: true }
      : { offset: afterHashbang(source.text), length: 0, text: `${line}${lineEnd}`, shared: true };
  }
  return { ...importBelow(source, model, name, module, extension), shared: true };
}

/** An import, or a `require` into braces, at the top level of a file. */
export interface ImportOf {
  readonly statement: ts.Statement;
  readonly specifier: ts.StringLiteralLike;
  /** What stands in its braces, as values; none for other forms. */
  readonly names: readonly (ts.ImportSpecifier | ts.BindingElement)[];
  readonly isRequired: boolean;
}

export function importsOf(statement: ts.Statement): readonly ImportOf[] {
  if (ts.isImportDeclaration(statement)) {
    const { importClause, moduleSpecifier } = statement;
    if (!ts.isStringLiteral(moduleSpecifier)) return [];
    const bindings = importClause?.namedBindings;
    const isNamed = bindings && ts.isNamedImports(bindings) && !importClause.isTypeOnly;
    const names = isNamed ? bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly) : [];
    return [{ statement, specifier: moduleSpecifier, names, isRequired: false }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const specifier = requiredModule(initializer);
    if (!specifier) return [];
    return [
      { statement, specifier, names: ts.isObjectBindingPattern(name) ? name.elements : [], isRequired: true },
    ];
  });
}

/** The edit that adds an import in the line below another, and in its style. */
export function importBelow(
  source: Source,
  model: ImportOf,
  name: string,
  module: string,
  extension: ImportExtension,
): TextEdit {
  const { statement, specifier, isRequired } = model;
  const quote = specifier.getText().charAt(0);
  const style = importExtension(source.tree, specifier) ?? extension;
  const from = `${quote}${relativeSpecifier(source, module, style)}${quote}`;
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n';
  const end = statement.getText().endsWith(';') ? ';' : '';
  return {
    offset: statement.getEnd(),
    length: 0,
    text: lineEnd + importLine(name, from, end, isRequired),
  };
}

function importLine(name: string, from: string, end: string, isRequired: boolean): string {
  return isRequired ? `const { ${name} } = require(${from})${end}` : `import { ${name} } from ${from}${end}`;
}

/** The `'…'` of `require('…')`. */
export function requiredModule(node: ts.Expression | undefined): ts.StringLiteralLike | undefined {
  const isRequire =
    node &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require';
  const specifier = isRequire ? node.arguments[0] : undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** As the file writes its own relative imports: the model's first of all. */
function importExtension(tree: ts.SourceFile, model: ts.StringLiteralLike): string | undefined {
  const others = tree.statements.flatMap(importsOf).map(({ specifier }) => specifier);
  const relative = [model, ...others].find(({ text }) => text.startsWith('.'));
  return relative && (/\.[cm]?[jt]s$/.exec(relative.text)?.[0] ?? '');
}

/** A folder that is imported without an extension needs no `index` either. */
function relativeSpecifier(source: Source, module: string, extension: string): string {
  const target = extension === '' ? path.dirname(module) : module.replace(/\.[jt]s$/, extension);
  const relative = path.relative(path.dirname(source.path), target).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** Whether a file has names of the module, as values. */
export function importsModule(source: Source, module: string): boolean {
  return source.tree.statements
    .flatMap(importsOf)
    .some(({ specifier, names }) => names.length > 0 && isModule(source, specifier.text, module));
}

function isModule(source: Source, specifier: string, module: string): boolean {
  const bare = (file: string) => file.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, '');
  if (specifier.startsWith('.'))
    return bare(path.resolve(path.dirname(source.path), specifier)) === bare(module);
  // An alias of the user's: `@/db/transitions`.
  return path.posix.basename(bare(specifier)) === path.basename(path.dirname(module));
}

/** However it came into the file: imported, required, or as a member of something. */
export function mentions(tree: ts.SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) || ts.forEachChild(node, visit) === true;
  return visit(tree);
}

function isDirective({ expression }: ts.ExpressionStatement): boolean {
  return ts.isStringLiteral(expression);
}

function afterHashbang(text: string): number {
  return /^#![^\n]*\n/.exec(text)?.[0].length ?? 0;
}

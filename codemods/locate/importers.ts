import path from 'node:path';
import { ts } from '@ts-morph/common';
import { parse } from '../source.js';
import type { Links } from './flow.js';
import { specifiersIn, stemOf } from './specifiers.js';

export interface Script {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds imports by name and by the end of their specifier, without resolving modules: a wrong file can only add a
 * use that the checker then finds to expect something else.
 */
export function linksAmong(scripts: readonly Script[], parsed: ReadonlyMap<string, ts.SourceFile>): Links {
  const trees = new Map(parsed);
  const treeOf = (script: Script) => {
    const known = trees.get(script.path) ?? parse(script.path, script.text.replace(/^\uFEFF/, ''));
    trees.set(script.path, known);
    return known;
  };
  let index: ReadonlyMap<string, readonly Script[]> | undefined;
  const candidates = (stem: string) => {
    index ??= byTarget(scripts);
    const named = [...endings(stem)].flatMap((ending) => index!.get(ending) ?? []);
    return [...new Set([...(index.get(stem) ?? []), ...named])];
  };
  const importersOf: Links['importersOf'] = (file, exported) => {
    const stem = stemOf(file.fileName);
    return candidates(stem)
      .filter(({ path: candidate, text }) => candidate !== file.fileName && text.includes(exported))
      .flatMap((script) =>
        namedImports(treeOf(script))
          .filter(({ name, from }) => name === exported && leadsTo(script.path, from, stem))
          .map(({ local }) => local),
      );
  };
  const functionOf: Links['functionOf'] = (callee) => {
    const file = callee.getSourceFile();
    const own = functionIn(file, callee.text);
    const imported = namedImports(file).find(({ local }) => local.text === callee.text);
    if (own || !imported) return own;
    const found = scripts
      .filter(
        ({ path: to, text }) =>
          text.includes(imported.name) && leadsTo(file.fileName, imported.from, stemOf(to)),
      )
      .flatMap((script) => functionIn(treeOf(script), imported.name) ?? []);
    return found.length === 1 ? found[0] : undefined;
  };
  return { importersOf, functionOf };
}

function namedImports(
  tree: ts.SourceFile,
): readonly { readonly name: string; readonly local: ts.Identifier; readonly from: string }[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text: from } = statement.moduleSpecifier;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map(({ propertyName, name }) => ({
      name: (propertyName ?? name).text,
      local: name,
      from,
    }));
  });
}

/** The function of that name at the top of a file. */
function functionIn(tree: ts.SourceFile, name: string): ts.SignatureDeclaration | undefined {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name && statement.body)
      return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const declared = statement.declarationList.declarations.find(
      (each) => ts.isIdentifier(each.name) && each.name.text === name,
    )?.initializer;
    if (declared && (ts.isArrowFunction(declared) || ts.isFunctionExpression(declared))) return declared;
  }
  return undefined;
}

/** Scripts by what they import: a file without its ending, or the end of one after a slash. */
function byTarget(scripts: readonly Script[]): ReadonlyMap<string, readonly Script[]> {
  const index = new Map<string, Script[]>();
  for (const script of scripts) {
    for (const specifier of specifiersIn(script.text)) {
      const target = specifier.startsWith('.')
        ? stemOf(path.resolve(path.dirname(script.path), specifier))
        : tailOf(specifier);
      const known = index.get(target) ?? [];
      if (known.at(-1) !== script) known.push(script);
      index.set(target, known);
    }
  }
  return index;
}

/** `a/b/c`, `b/c`, `c` and nothing, for `/a/b/c`. */
function* endings(stem: string): Iterable<string> {
  for (let at = stem.indexOf('/'); at !== -1; at = stem.indexOf('/', at + 1)) yield stem.slice(at + 1);
  yield '';
}

function tailOf(specifier: string): string {
  return stemOf(specifier).split('/').slice(1).join('/');
}

/** A relative specifier has to name the file; any other may, if it ends like it or is too short to tell. */
function leadsTo(from: string, specifier: string, stem: string): boolean {
  if (specifier.startsWith('.')) return stemOf(path.resolve(path.dirname(from), specifier)) === stem;
  const tail = tailOf(specifier);
  return tail === '' || stem.endsWith(`/${tail}`);
}

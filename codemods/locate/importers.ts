import path from 'node:path';
import { ts } from '@ts-morph/common';
import { parse } from '../source.js';
import { specifiersIn, stemOf } from '../specifiers.js';
import { isExported, type Links } from './flow.js';
import { referencesOf } from './scopes.js';

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
  const candidates = (stem: string, exported: string) => {
    index ??= byTarget(scripts);
    const named = [...endings(stem)]
      .filter((ending) => maySayIt(ending, exported))
      .flatMap((ending) => index!.get(ending) ?? []);
    return [...new Set([...(index.get(stem) ?? []), ...named])];
  };
  /** Other scripts that name a file for something it exports, as far as specifiers tell, and may be of interest by their text. */
  const readers = (file: string, exported: string, isOfInterest: (text: string) => boolean) => {
    const stem = stemOf(file);
    return candidates(stem, exported)
      .filter(({ path: candidate, text }) => candidate !== file && isOfInterest(text))
      .map((script) => ({
        path: script.path,
        tree: treeOf(script),
        leads: ({ from }: { readonly from: string }) => leadsTo(script.path, from, stem, exported),
      }));
  };
  /** What a file exports under some name, followed through files that pass it on. */
  const throughBarrels = (
    file: string,
    exported: string,
    found: (file: string, exported: string) => readonly ts.Identifier[],
    seen = new Set<string>(),
  ): readonly ts.Identifier[] => {
    if (seen.has(`${file} ${exported}`)) return [];
    seen.add(`${file} ${exported}`);
    const passed = readers(file, exported, mayPassOn).flatMap(({ path: barrel, tree, leads }) =>
      reExports(tree)
        .filter((each) => leads(each) && passesOn(each, exported))
        .flatMap((each) => throughBarrels(barrel, each.as ?? exported, found, seen)),
    );
    return [...found(file, exported), ...passed];
  };
  const importersOf = remembered((file, exported) =>
    throughBarrels(file.fileName, exported, (from, as) =>
      readers(from, as, mayName(as)).flatMap(({ tree, leads }) =>
        namedImports(tree)
          .filter((each) => each.name === as && leads(each))
          .map(({ local }) => local),
      ),
    ),
  );
  const membersOf = remembered((file, exported) =>
    throughBarrels(file.fileName, exported, (from, as) =>
      readers(from, as, mayName(as)).flatMap(({ tree, leads }) =>
        namespaceImports(tree)
          .filter(leads)
          .flatMap(({ local }) => referencesOf(local))
          .flatMap(({ parent }) =>
            ts.isPropertyAccessExpression(parent) && ts.isIdentifier(parent.name) && parent.name.text === as
              ? [parent.name]
              : [],
          ),
      ),
    ),
  );
  const functionOf: Links['functionOf'] = (callee) => {
    const file = callee.getSourceFile();
    const own = functionIn(file, callee.text);
    const imported = namedImports(file).find(({ local }) => local.text === callee.text);
    if (own || !imported) return own;
    const found = scripts
      .filter(
        ({ path: to, text }) =>
          text.includes(imported.name) && leadsTo(file.fileName, imported.from, stemOf(to), imported.name),
      )
      .flatMap((script) => functionIn(treeOf(script), imported.name) ?? []);
    return found.length === 1 ? found[0] : undefined;
  };
  const usesOf: Links['usesOf'] = (name) => {
    const file = name.getSourceFile();
    const imports = isExported(name) ? importersOf(file, name.text) : [];
    const uses = [name, ...imports].flatMap(referencesOf);
    // An export by the same name is no use; one by another name, or as the default, leads to uses that are not known.
    const used = uses.filter(({ parent }) => !ts.isExportSpecifier(parent) || parent.propertyName);
    if (used.some(({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))) {
      return undefined;
    }
    if (!isExported(name)) return used;
    const known = new Set(
      [file, ...imports.map((each) => each.getSourceFile())].map((each) => each.fileName),
    );
    const word = new RegExp(`(?<![\\w$])${name.text.replaceAll('$', '\\$')}(?![\\w$])`);
    const isNamedElsewhere = scripts.some(
      ({ path: other, text }) => !known.has(other) && text.includes(name.text) && word.test(text),
    );
    return isNamedElsewhere || isDefault(name) ? undefined : used;
  };
  const byPath = new Map(scripts.map((script) => [script.path, script]));
  const fileAt: Links['treeOf'] = (file) => {
    const script = byPath.get(file);
    return script ? treeOf(script) : trees.get(file);
  };
  const treesWith: Links['treesWith'] = (word) =>
    scripts.filter(({ text }) => text.includes(word)).map(treeOf);
  return { importersOf, membersOf, usesOf, functionOf, treeOf: fileAt, treesWith };
}

/** The same names are followed from many places. */
function remembered(find: Links['importersOf']): Links['importersOf'] {
  const known = new Map<string, readonly ts.Identifier[]>();
  return (file, exported) => {
    const key = `${file.fileName} ${exported}`;
    const found = known.get(key) ?? find(file, exported);
    known.set(key, found);
    return found;
  };
}

/** `export default function name() {}` */
function isDefault({ parent }: ts.Identifier): boolean {
  return (
    ts.canHaveModifiers(parent) &&
    (ts.getModifiers(parent) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

interface Imported {
  readonly local: ts.Identifier;
  readonly from: string;
}

function importsIn(
  tree: ts.SourceFile,
): readonly { readonly clause: ts.ImportClause; readonly from: string }[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { importClause } = statement;
    return importClause ? [{ clause: importClause, from: statement.moduleSpecifier.text }] : [];
  });
}

function namedImports(tree: ts.SourceFile): readonly (Imported & { readonly name: string })[] {
  return importsIn(tree).flatMap(({ clause: { name, namedBindings }, from }) => [
    ...(name ? [{ name: 'default', local: name, from }] : []),
    ...(namedBindings && ts.isNamedImports(namedBindings)
      ? namedBindings.elements.map((each) => ({
          name: (each.propertyName ?? each.name).text,
          local: each.name,
          from,
        }))
      : []),
  ]);
}

/** `import * as fields from './fields'` */
function namespaceImports(tree: ts.SourceFile): readonly Imported[] {
  return importsIn(tree).flatMap(({ clause: { namedBindings }, from }) =>
    namedBindings && ts.isNamespaceImport(namedBindings) ? [{ local: namedBindings.name, from }] : [],
  );
}

/** Who imports the default of a file gives it a name of its own. */
function mayName(exported: string): (text: string) => boolean {
  return (text) => exported === 'default' || text.includes(exported);
}

/** `export *` passes on all but the default. */
function passesOn({ name }: { readonly name?: string }, exported: string): boolean {
  return name === undefined ? exported !== 'default' : name === exported;
}

/** Most files export something of their own, and are not parsed for what they pass on. */
function mayPassOn(text: string): boolean {
  return /\bexport\s*(?:type\b\s*)?(?:[*{]|\/[*/])/.test(text);
}

/** `export * from './fields'`, and `export { FIELDS as COLUMNS } from './fields'`. */
function reExports(
  tree: ts.SourceFile,
): readonly { readonly from: string; readonly name?: string; readonly as?: string }[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    const from = moduleSpecifier.text;
    if (!exportClause) return [{ from }];
    return ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ propertyName, name }) => ({
          from,
          name: (propertyName ?? name).text,
          as: name.text,
        }))
      : [];
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
function leadsTo(from: string, specifier: string, stem: string, exported: string): boolean {
  if (specifier.startsWith('.')) return stemOf(path.resolve(path.dirname(from), specifier)) === stem;
  const tail = tailOf(specifier);
  return maySayIt(tail, exported) && (tail === '' || stem.endsWith(`/${tail}`));
}

/** Nearly every package has a default, so where a specifier is too short to tell, only a name can. */
function maySayIt(tail: string, exported: string): boolean {
  return tail !== '' || exported !== 'default';
}

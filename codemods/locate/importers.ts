import path from 'node:path';
import { ts } from '@ts-morph/common';
import { parse } from '../source.js';
import type { ImportersOf } from './flow.js';

export interface Script {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds imports by name and by the end of their specifier, without resolving modules: a wrong file can only add a
 * use that the checker then finds to expect something else.
 */
export function importersAmong(
  scripts: readonly Script[],
  parsed: ReadonlyMap<string, ts.SourceFile>,
): ImportersOf {
  const trees = new Map(parsed);
  const treeOf = (script: Script) => {
    const known = trees.get(script.path) ?? parse(script.path, script.text.replace(/^\uFEFF/, ''));
    trees.set(script.path, known);
    return known;
  };
  return (file, exported) => {
    const stem = stemOf(file.fileName);
    return scripts
      .filter(({ path: candidate, text }) => candidate !== file.fileName && text.includes(exported))
      .flatMap((script) =>
        treeOf(script).statements.flatMap((statement) => {
          if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
          const bindings = statement.importClause?.namedBindings;
          if (!bindings || !ts.isNamedImports(bindings)) return [];
          if (!leadsTo(script.path, statement.moduleSpecifier.text, stem)) return [];
          return bindings.elements
            .filter((element) => (element.propertyName ?? element.name).text === exported)
            .map((element) => element.name);
        }),
      );
  };
}

/** A relative specifier has to name the file; any other may, if it ends like it or is too short to tell. */
function leadsTo(from: string, specifier: string, stem: string): boolean {
  if (specifier.startsWith('.')) return stemOf(path.resolve(path.dirname(from), specifier)) === stem;
  const tail = stemOf(specifier).split('/').slice(1).join('/');
  return tail === '' || stem.endsWith(`/${tail}`);
}

function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

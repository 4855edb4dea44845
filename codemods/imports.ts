import { ts } from '@ts-morph/common';

/** The module that a file imports a name from, by the name that it has in the file. */
export function importOf(tree: ts.SourceFile, local: string): string | undefined {
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { importClause, moduleSpecifier } = statement;
    const bindings = importClause?.namedBindings;
    const names = [
      importClause?.name,
      ...(bindings && ts.isNamespaceImport(bindings) ? [bindings.name] : []),
      ...(bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name) : []),
    ];
    if (names.some((name) => name?.text === local)) return moduleSpecifier.text;
  }
  return undefined;
}

/** All modules that a file imports. */
export function importedModules(tree: ts.SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [],
  );
}

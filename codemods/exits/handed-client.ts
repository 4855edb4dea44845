import { ts } from '@ts-morph/common';
import type { Schema } from '../advisors/relations.js';
import type { Checker } from '../checker/checker.js';
import { importOf } from '../imports.js';
import { ignoredBy, searchNames } from '../locate/search.js';
import { spanOf } from '../locate/span.js';
import {
  isHarmless,
  type ModelReader,
  mayRead,
  modelReadersIn,
  packageName,
} from '../project/model-readers.js';
import { type Source, unwrap } from '../source.js';
import type { ShapeChange } from './shape-changes.js';

/** What changes its name: a field of a model, or the model itself. */
export interface ChangedName {
  readonly transition: number;
  readonly model: string;
  readonly field?: string;
}

/**
 * Every place where the client is given to a package that may read the model or the field by its own names:
 * `PrismaAdapter(prisma)`, `new PrismaSessionStore(prisma, …)`. No type of the package says which those are.
 *
 * @param checker with any client of before the change
 */
export function handedClients(
  checker: Checker,
  sources: readonly Source[],
  changed: readonly ChangedName[],
  schema: Schema,
): readonly ShapeChange[] {
  const handed = sources.flatMap((source) => {
    const readers = modelReadersIn(source);
    if (readers.length === 0) return [];
    const ignored = ignoredBy(source.text);
    return handedIn(source, readers).filter(({ value }) => !ignored(value.getStart()));
  });
  if (handed.length === 0) return [];
  const candidates = handed.flatMap((each) =>
    changed.flatMap((name) => {
      const delegate = schema[name.model]?.delegate;
      return delegate !== undefined && concerns(each, name, delegate) ? [{ ...each, name, delegate }] : [];
    }),
  );
  const answers = checker.ask(
    candidates.flatMap(({ value, delegate }) =>
      [[], ['$transaction'], [delegate, 'findFirst']].map((way) => ({
        node: spanOf(value),
        from: 'type' as const,
        path: way,
      })),
    ),
  );
  return candidates.flatMap(({ source, value, isDirect, name, delegate }, index): ShapeChange[] => {
    const [whole, ...members] = answers.slice(index * 3, index * 3 + 3);
    const isClient = whole!.kind === 'any' ? isDirect : members.every(({ kind }) => kind === 'typed');
    if (!isClient) return [];
    return [
      {
        source,
        offset: value.getStart(),
        length: value.getText().length,
        transition: name.transition,
        kind: 'client',
        paths: [[delegate, ...(name.field === undefined ? [] : [name.field])].join('.')],
        reason: 'client-handed-over',
        edits: [],
      },
    ];
  });
}

/** A value that a function of a package gets. */
interface Handed {
  readonly source: Source;
  readonly value: ts.Expression;
  /** The packages that may read it. */
  readonly readers: readonly ModelReader[];
  /** Given as it is to a package that speaks of Prisma, not inside of options. */
  readonly isDirect: boolean;
}

function handedIn(source: Source, readers: readonly ModelReader[]): readonly Handed[] {
  const found: Handed[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = moduleOfCallee(node.expression);
      const own = readers.filter(({ name }) => name === called);
      for (const argument of called === undefined || isHarmless(called) ? [] : (node.arguments ?? [])) {
        for (const { value, isNested } of clientsIn(argument)) {
          // What takes options may hand them on to what the file imports beside it.
          const takers = own.length > 0 ? own : isNested ? readers : [];
          if (takers.length > 0)
            found.push({ source, value, readers: takers, isDirect: own.length > 0 && !isNested });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

/** Whether one of the packages can read what changes, or the file names the field itself, for the package perhaps. */
function concerns({ source, readers }: Handed, { field }: ChangedName, delegate: string): boolean {
  const isNamed = field !== undefined && searchNames(source.text, [field]).length > 0;
  return readers.some((reader) => mayRead(reader, { delegate, field: isNamed ? undefined : field }));
}

/** A value that may be a client, also within options: `{ client: prisma }`, `[{ storeClient: prisma }]`. */
function clientsIn(
  given: ts.Expression,
  isNested = false,
): readonly { readonly value: ts.Expression; readonly isNested: boolean }[] {
  const value = unwrap(given);
  if (ts.isObjectLiteralExpression(value)) {
    return value.properties.flatMap((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return [{ value: property.name, isNested: true }];
      return ts.isPropertyAssignment(property) ? clientsIn(property.initializer, true) : [];
    });
  }
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap((each) => clientsIn(each, true));
  const mayBe =
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isNewExpression(value) ||
    (ts.isCallExpression(value) && value.arguments.length === 0);
  return mayBe ? [{ value, isNested }] : [];
}

/** The package that what is called was imported from, or taken out of with `require`. */
function moduleOfCallee(callee: ts.Expression): string | undefined {
  let root = unwrap(callee);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (ts.isCallExpression(root)) return required(root);
  if (!ts.isIdentifier(root)) return undefined;
  const tree = root.getSourceFile();
  const imported = importOf(tree, root.text);
  return imported === undefined ? requiredBy(tree, root.text) : packageName(imported);
}

/** `const { PrismaAdapter } = require('…')`, also with `await import('…')`, anywhere in the file. */
function requiredBy(tree: ts.SourceFile, name: string): string | undefined {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    if (ts.isVariableDeclaration(node) && node.initializer && declaresName(node.name, name)) {
      let value = unwrap(node.initializer);
      while (ts.isAwaitExpression(value) || ts.isPropertyAccessExpression(value)) {
        value = unwrap(value.expression);
      }
      if (ts.isCallExpression(value)) found = required(value);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function declaresName(declared: ts.BindingName, name: string): boolean {
  return ts.isIdentifier(declared)
    ? declared.text === name
    : declared.elements.some((each) => ts.isBindingElement(each) && declaresName(each.name, name));
}

function required({ expression, arguments: [module] }: ts.CallExpression): string | undefined {
  const isImport =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require');
  return isImport && module && ts.isStringLiteralLike(module) ? packageName(module.text) : undefined;
}

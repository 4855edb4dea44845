import jscodeshift, { type ASTPath, type Collection } from 'jscodeshift';
import type { Role } from '../../src/schema/generated-declaration.js';
import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import { OPERATIONS } from '../locate/flow.js';

export type Models = TransitionsFile['models'];

/** A name in the text that a query proves to be a member of a model. */
export interface ProvenName {
  /** Where its token begins: of a string the quote. */
  readonly start: number;
  readonly model: string;
  readonly name: string;
  readonly role: Role;
}

type Path = ASTPath<{ readonly type: string; readonly start?: number; readonly [key: string]: unknown }>;

const LISTS = /^(?:map|forEach|filter|find|some|every|flatMap|findLast)$/;

/**
 * Follows the client that a file makes or imports to its queries: what stands in their arguments, and what is read
 * from their results. Only what syntax makes certain: constants, destructuring, awaited calls, callbacks of lists.
 *
 * @param isClientClass whether a module exports `PrismaClient`
 * @param isClient whether what a module exports under a name is a client
 */
export function provenNames(
  root: Collection,
  models: Models,
  isClientClass: (module: string) => boolean,
  isClient: (module: string, name: string) => boolean,
): readonly ProvenName[] {
  const found: ProvenName[] = [];
  const byDelegate = new Map(Object.entries(models).map(([model, { delegate }]) => [delegate, model]));
  const seen = new Set<unknown>();
  for (const client of clients(root, isClientClass, isClient)) {
    for (const use of usesOf(client)) {
      const delegate = memberOf(use);
      const operation = delegate && memberOf(delegate.path);
      const model = delegate && byDelegate.get(delegate.name);
      const call = operation?.path.parent as Path | undefined;
      if (
        !model ||
        !operation ||
        call?.value.type !== 'CallExpression' ||
        call.value.callee !== operation.path.value
      )
        continue;
      if (!OPERATIONS.test(operation.name)) continue;
      const [argument] = call.get('arguments').value as unknown[];
      if (argument) args(call.get('arguments', 0) as Path, model);
      if (/^(?:find|create$|update$|upsert$|delete$)/.test(operation.name)) {
        records(call, model, operation.name === 'findMany');
      }
    }
  }
  return found;

  function prove(key: Path, model: string, name: string, role: Role): void {
    found.push({ start: key.value.start as number, model, name, role });
  }

  /** The argument of an operation. */
  function args(path: Path, model: string): void {
    for (const { name, value } of members(path)) {
      if (name === 'where' || name === 'cursor' || name === 'having') where(value, model);
      else if (name === 'select' || name === 'include') selection(value, model);
      else if (name === 'omit') for (const each of members(value)) prove(each.key, model, each.name, 'omit');
      else if (name === 'data' || name === 'create' || name === 'update') data(value, model);
      else if (name === 'distinct' || name === 'by') names(value, model);
      else if (name === 'orderBy') orderBy(value, model);
    }
  }

  function where(path: Path, model: string): void {
    for (const { key, name, value } of members(path)) {
      const field = models[model]!.fields[name];
      if (name === 'AND' || name === 'OR' || name === 'NOT') where(value, model);
      else if (field?.kind === 'object') {
        where(value, field.type);
        for (const inner of members(value)) {
          if (/^(?:is|isNot|some|every|none)$/.test(inner.name)) where(inner.value, field.type);
        }
      } else {
        prove(key, model, name, 'query');
        // The members of a compound unique key.
        if (models[model]!.compoundKeys[name]) where(value, model);
      }
    }
  }

  function selection(path: Path, model: string): void {
    for (const { key, name, value } of members(path)) {
      const field = models[model]!.fields[name];
      if (field?.kind === 'object') args(value, field.type);
      else prove(key, model, name, 'query');
    }
  }

  function orderBy(path: Path, model: string): void {
    for (const { key, name, value } of members(path)) {
      const field = models[model]!.fields[name];
      if (field?.kind === 'object') orderBy(value, field.type);
      else prove(key, model, name, 'query');
    }
  }

  function data(path: Path, model: string): void {
    for (const { key, name, value } of members(path)) {
      const field = models[model]!.fields[name];
      if (field?.kind !== 'object') prove(key, model, name, 'write');
      else for (const inner of members(value)) if (inner.name === 'create') data(inner.value, field.type);
    }
  }

  function names(path: Path, model: string): void {
    const items = path.value.type === 'ArrayExpression' ? elements(path) : [path];
    for (const item of items) {
      if (typeof item.value.value === 'string') prove(item, model, item.value.value, 'query');
    }
  }

  /** What is read from an expression that is a record of a model, or a list of them. */
  function records(path: Path, model: string, isList: boolean): void {
    if (seen.has(path.value)) return;
    seen.add(path.value);
    const parent = path.parent as Path;
    const { type } = parent.value;
    if (type === 'AwaitExpression' || type === 'TSNonNullExpression' || type === 'TypeCastExpression') {
      records(parent, model, isList);
    } else if (type === 'VariableDeclarator' && parent.value.init === path.value) {
      if ((parent.parent as Path).value.kind === 'const') bound(parent.get('id') as Path, model, isList);
    } else if (type === 'ForOfStatement' && parent.value.right === path.value && isList) {
      const left = parent.get('left') as Path;
      const id =
        left.value.type === 'VariableDeclaration' ? (left.get('declarations', 0, 'id') as Path) : undefined;
      if (id) bound(id, model, false);
    } else if (/MemberExpression$/.test(type) && parent.value.object === path.value) {
      read(parent, model, isList);
    }
  }

  function read(member: Path, model: string, isList: boolean): void {
    const property = member.get('property') as Path;
    if (isList) {
      const call = member.parent as Path;
      if (member.value.computed) records(member, model, false);
      else if (LISTS.test(String(property.value.name)) && /CallExpression$/.test(call.value.type)) {
        const callback = call.get('arguments', 0) as Path;
        if (/Function/.test(callback.value?.type ?? '') && (callback.value.params as unknown[]).length > 0) {
          bound(callback.get('params', 0) as Path, model, false);
        }
        if (property.value.name === 'filter') records(call, model, true);
        if (/^find/.test(String(property.value.name))) records(call, model, false);
      }
      return;
    }
    const name = member.value.computed ? property.value.value : property.value.name;
    if (typeof name === 'string') reached(property, member, model, name);
  }

  /** A member of a record: a field, or a relation to follow. */
  function reached(key: Path, value: Path | undefined, model: string, name: string): void {
    const field = models[model]!.fields[name];
    if (field?.kind !== 'object') prove(key, model, name, 'result');
    else if (value && /MemberExpression$/.test(value.value.type)) records(value, field.type, field.isList);
    else if (value) bound(value, field.type, field.isList);
  }

  /** What a pattern takes from a record, or the uses of the constant that holds it. */
  function bound(pattern: Path, model: string, isList: boolean): void {
    if (pattern.value.type === 'Identifier') {
      for (const use of usesOf(pattern)) records(use, model, isList);
    } else if (pattern.value.type === 'ObjectPattern' && !isList) {
      for (const { key, name, value } of members(pattern)) reached(key, value, model, name);
    } else if (pattern.value.type === 'ArrayPattern' && isList) {
      for (const item of elements(pattern)) bound(item, model, false);
    }
  }
}

/** The names that hold a client: made here, or imported from where one is made. */
function clients(
  root: Collection,
  isClientClass: (module: string) => boolean,
  isClient: (module: string, name: string) => boolean,
): Path[] {
  const classes = new Set<string>();
  const found: Path[] = [];
  root.find(jscodeshift.ImportDeclaration).forEach((declaration) => {
    const module = String(declaration.value.source.value);
    for (const [index, specifier] of (declaration.value.specifiers ?? []).entries()) {
      const local = specifier.local?.name;
      const imported = specifier.type === 'ImportSpecifier' ? String(specifier.imported.name) : 'default';
      if (typeof local !== 'string' || specifier.type === 'ImportNamespaceSpecifier') continue;
      if (imported === 'PrismaClient' && isClientClass(module)) classes.add(local);
      if (isClient(module, imported)) {
        const at = specifier.local === null || specifier.local === undefined ? 'imported' : 'local';
        found.push(declaration.get('specifiers', index, at) as Path);
      }
    }
  });
  root.find(jscodeshift.VariableDeclarator).forEach((declarator) => {
    const { id, init } = declarator.value;
    if (
      init?.type === 'CallExpression' &&
      init.callee.type === 'Identifier' &&
      init.callee.name === 'require'
    ) {
      const [module] = init.arguments as unknown as readonly { readonly value?: unknown }[];
      const isClass = typeof module?.value === 'string' && isClientClass(module.value);
      if (isClass && id.type === 'ObjectPattern') {
        for (const { name, value } of members(declarator.get('id') as Path)) {
          if (name === 'PrismaClient' && value.value.type === 'Identifier')
            classes.add(String(value.value.name));
        }
      }
    }
    if (id.type !== 'Identifier' || init?.type !== 'NewExpression' || init.callee.type !== 'Identifier')
      return;
    if (classes.has(String(init.callee.name))) found.push(declarator.get('id') as Path);
  });
  return found;
}

/** The uses of what a name declares, in its scope and not where an inner one declares it again. */
function usesOf(declared: Path): Path[] {
  const name = String(declared.value.name);
  const scope = declared.scope?.lookup(name);
  if (!scope || (scope.getBindings()[name] ?? []).length !== 1) return [];
  const uses: Path[] = [];
  jscodeshift(scope.path)
    .find(jscodeshift.Identifier, { name })
    .forEach((use) => {
      const path = use as unknown as Path;
      const parent = path.parent as Path;
      const isMember = /MemberExpression$/.test(parent.value.type) && parent.value.property === path.value;
      const isName = isMember && !parent.value.computed;
      if (path.value !== declared.value && !isName && use.scope?.lookup(name) === scope) uses.push(path);
    });
  return uses;
}

/** `x.name`, around x. */
function memberOf(path: Path): { readonly name: string; readonly path: Path } | undefined {
  const parent = path.parent as Path | undefined;
  if (!parent || !/MemberExpression$/.test(parent.value.type) || parent.value.object !== path.value)
    return undefined;
  const { property, computed } = parent.value as { property?: { name?: unknown }; computed?: boolean };
  return computed || typeof property?.name !== 'string' ? undefined : { name: property.name, path: parent };
}

/** The members of an object literal or pattern, of each one in an array, and of both arms of a condition. */
function members(path: Path): { readonly key: Path; readonly name: string; readonly value: Path }[] {
  const { type } = path.value;
  if (type === 'ArrayExpression') return elements(path).flatMap(members);
  if (type === 'ConditionalExpression') {
    return [path.get('consequent') as Path, path.get('alternate') as Path].flatMap(members);
  }
  if (type !== 'ObjectExpression' && type !== 'ObjectPattern') return [];
  return (path.value.properties as readonly unknown[]).flatMap((_, index) => {
    const property = path.get('properties', index) as Path;
    if (!/^(?:Object)?Property$/.test(property.value.type) || property.value.computed) return [];
    const key = property.get('key') as Path;
    const name = key.value.type === 'Identifier' ? key.value.name : key.value.value;
    return typeof name === 'string' ? [{ key, name, value: property.get('value') as Path }] : [];
  });
}

function elements(path: Path): Path[] {
  return (path.value.elements as readonly unknown[]).flatMap((element, index) =>
    element ? [path.get('elements', index) as Path] : [],
  );
}

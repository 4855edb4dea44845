import { parse } from 'pgsql-ast-parser';
import type { Provider } from '../../src/schema/transition.js';
import type { SqlReference } from './reference.js';
import { asPostgres } from './tokens.js';

/** A node of the parser, as far as a walk needs to know it. */
interface Node {
  readonly type?: string;
  readonly name?: unknown;
  readonly alias?: unknown;
  readonly _location?: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

interface Scope {
  readonly statement: string;
  /** Undefined for a subquery, or a name that `WITH` gives: its columns are its own. */
  readonly tables: readonly { readonly name: string | undefined; readonly alias: string }[];
  readonly outer: Scope | undefined;
}

/** What a parser for PostgreSQL says of one statement; undefined where it does not understand it. */
export function parsedReferences(sql: string, provider: Provider): readonly SqlReference[] | undefined {
  let statements: readonly Node[];
  try {
    statements = parse(asPostgres(sql, provider), { locationTracking: true }) as unknown as readonly Node[];
  } catch {
    return undefined;
  }
  const found: SqlReference[] = [];
  const given = new Set<string>();
  for (const statement of statements) visit(statement, undefined);
  return found;

  function visit(value: unknown, scope: Scope | undefined, use: SqlReference['use'] = 'reads'): void {
    if (Array.isArray(value)) {
      for (const each of value) visit(each, scope, use);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    const node = value as Node;
    if (node.type === 'ref') {
      reference(node, scope, use);
      return;
    }
    // A name that the statement gives to a column of its result.
    if (node.expr !== undefined && isNamed(node.alias)) add(node.alias, [], scope, 'names', true);
    const inner = scopeOf(node, scope);
    for (const [key, child] of Object.entries(node)) {
      if (key === '_location' || key === 'alias') continue;
      visitPart(node, key, child, inner);
    }
  }

  function visitPart(node: Node, key: string, child: unknown, scope: Scope | undefined): void {
    if (node.type === 'insert' && key === 'columns') {
      for (const column of listOf(child)) add(column, ownTables(scope), scope, 'writes');
    } else if (key === 'sets') {
      for (const set of listOf(child)) {
        if (isNamed(set.column)) add(set.column, ownTables(scope), scope, 'writes');
        visit(set.value, scope);
      }
    } else if (key === 'column' && isNamed(child)) {
      add(child, ownTables(scope), scope, 'names');
    } else {
      visit(child, scope);
    }
  }

  function scopeOf(node: Node, outer: Scope | undefined): Scope | undefined {
    const statement = node.type?.toUpperCase();
    switch (node.type) {
      case 'select':
        return { statement: 'SELECT', tables: listOf(node.from).map(tableOf), outer };
      case 'insert':
        return { statement: 'INSERT', tables: [tableOf(node.into as Node)], outer };
      case 'update':
        return {
          statement: 'UPDATE',
          tables: [tableOf(node.table as Node), ...(node.from ? [tableOf(node.from as Node)] : [])],
          outer,
        };
      case 'delete':
        return { statement: 'DELETE', tables: [tableOf(node.from as Node)], outer };
      case 'alter table':
      case 'create index':
        return { statement: statement!, tables: [tableOf(node.table as Node)], outer };
      case 'with':
        for (const { alias } of listOf(node.bind)) if (isNamed(alias)) given.add(alias.name);
        return outer;
      case 'with recursive':
        if (isNamed(node.alias)) given.add(node.alias.name);
        return outer;
      default:
        return outer;
    }
  }

  function tableOf(node: Node): Scope['tables'][number] {
    const named = node.type === 'table' ? (node.name as Node) : node;
    const name = typeof named.name === 'string' ? named.name : undefined;
    const isOwn = name === undefined || given.has(name) || (node.type !== undefined && node.type !== 'table');
    const alias = typeof named.alias === 'string' ? named.alias : (name ?? '');
    return { name: isOwn ? undefined : name, alias };
  }

  function reference(node: Node, scope: Scope | undefined, use: SqlReference['use']): void {
    if (!isNamed(node)) return;
    const qualifier = isNamed(node.table) ? node.table.name : undefined;
    const inReach: Scope['tables'][number][] = [];
    for (let here = scope; here; here = here.outer) {
      const own = here.tables.filter(({ alias }) => qualifier === undefined || same(alias, qualifier));
      inReach.push(...own);
      if (own.length > 0) break;
    }
    const tables = inReach.flatMap(({ name }) => name ?? []);
    add(node, tables.length === inReach.length ? tables : [], scope, use);
  }

  function add(
    node: Node & { readonly name: string },
    tables: readonly string[],
    scope: Scope | undefined,
    use: SqlReference['use'],
    isAlias = false,
  ): void {
    const at = node._location;
    if (!at) return;
    found.push({
      offset: at.start,
      length: at.end - at.start,
      name: node.name,
      use,
      ...(scope && { statement: scope.statement }),
      tables,
      isAlias,
      parsed: true,
    });
  }
}

function ownTables(scope: Scope | undefined): readonly string[] {
  return scope?.tables.slice(0, 1).flatMap(({ name }) => name ?? []) ?? [];
}

function listOf(value: unknown): readonly (Node & { readonly name: string })[] {
  return Array.isArray(value) ? value : [];
}

function isNamed(value: unknown): value is Node & { readonly name: string } {
  return value !== null && typeof value === 'object' && typeof (value as Node).name === 'string';
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

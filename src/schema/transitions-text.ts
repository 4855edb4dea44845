import { declarationReader } from './generated-declaration.js';
import type { FieldShape, ModelShape, TransitionEntry, TransitionsFile } from './transitions-file.js';

/**
 * `transitions.json` as text, version 2: short enough that a pull request shows what a change of the schema does to it.
 * Transitions stand by their id, models as `"User": "id Int, email String, posts Post[]"`, and of the generated types
 * only those whose model their name does not tell. Version 1 held all of that in full.
 */
interface Version2 extends Pick<TransitionsFile, 'provider' | 'sync' | 'client'> {
  readonly version: 2;
  readonly transitions: Readonly<Record<string, Omit<TransitionEntry, 'id' | 'uniqueKeys'> & Partial<Keys>>>;
  readonly models: Readonly<Record<string, string>>;
  /** What `@@map` calls the table of a model. */
  readonly tables?: Readonly<Record<string, string>>;
  readonly compoundKeys?: Readonly<Record<string, ModelShape['compoundKeys']>>;
  readonly types?: TransitionsFile['types'];
}
type Keys = Pick<TransitionEntry, 'uniqueKeys'>;

export function printTransitions(file: TransitionsFile): string {
  const { provider, sync, client, transitions, models } = file;
  const shapes = Object.entries(models);
  const content: Version2 = {
    version: 2,
    provider,
    sync,
    client,
    transitions: Object.fromEntries(
      transitions.map(({ id, uniqueKeys, ...entry }) => [
        id,
        { ...entry, ...(uniqueKeys.length > 0 && { uniqueKeys }) },
      ]),
    ),
    models: Object.fromEntries(shapes.map(([name, { fields }]) => [name, printFields(fields)])),
    ...unlessEmpty('tables', shapes, ({ table }) => table),
    ...unlessEmpty('compoundKeys', shapes, ({ compoundKeys }) =>
      Object.keys(compoundKeys).length > 0 ? compoundKeys : undefined,
    ),
    ...unlessEmpty('types', untold(file), (model) => model),
  };
  return `${json(content, '')}\n`;
}

/**
 * @param text of `transitions.json`, of this version or the one before
 * @returns undefined for what is of neither
 * @throws SyntaxError where it is no JSON
 */
export function parseTransitions(text: string): TransitionsFile | undefined {
  const content = JSON.parse(text) as Version2 | (TransitionsFile & { readonly version: 1 }) | null;
  if (content?.version === 1) return Array.isArray(content.transitions) ? content : undefined;
  if (content?.version !== 2 || !content.transitions || !content.models) return undefined;
  const { version: _, tables = {}, compoundKeys = {}, types = {}, transitions, models, ...same } = content;
  const names = new Set(Object.keys(models));
  return {
    ...same,
    transitions: Object.entries(transitions).map(([id, entry]) => ({ uniqueKeys: [], ...entry, id })),
    models: Object.fromEntries(
      Object.entries(models).map(([name, fields]): [string, ModelShape] => [
        name,
        {
          delegate: name.charAt(0).toLowerCase() + name.slice(1),
          ...(tables[name] !== undefined && { table: tables[name] }),
          fields: parseFields(fields, names),
          compoundKeys: compoundKeys[name] ?? {},
        },
      ]),
    ),
    types,
  };
}

const SCALARS = new Set([
  ...['String', 'Boolean', 'Int', 'BigInt', 'Float', 'Decimal', 'DateTime', 'Json', 'Bytes'],
]);
const UNSUPPORTED = 'Unsupported';

function printFields(fields: ModelShape['fields']): string {
  return Object.entries(fields)
    .map(([name, { kind, type, isList, isRequired }]) => {
      const ending = isList ? '[]' : isRequired ? '' : '?';
      return `${name} ${kind === 'unsupported' ? UNSUPPORTED : type}${ending}`;
    })
    .join(', ');
}

function parseFields(text: string, models: ReadonlySet<string>): ModelShape['fields'] {
  return Object.fromEntries(
    text.split(', ').map((field): [string, FieldShape] => {
      const [name = '', written = ''] = field.split(' ');
      const type = written.replace(/\[\]$|\?$/, '');
      const shape = { type, isList: written.endsWith('[]'), isRequired: !written.endsWith('?') };
      return [name, { kind: kindOf(type, models), ...shape }];
    }),
  );
}

function kindOf(type: string, models: ReadonlySet<string>): FieldShape['kind'] {
  if (models.has(type)) return 'object';
  if (type === UNSUPPORTED) return 'unsupported';
  return SCALARS.has(type) ? 'scalar' : 'enum';
}

/** The types of which a reader without `types` would say something else. */
function untold({ models, types }: TransitionsFile): readonly (readonly [type: string, model: string])[] {
  const [told, known] = [declarationReader({ models, types: {} }), declarationReader({ models, types })];
  return Object.entries(types).filter(([type]) => {
    const [left, right] = [told(type), known(type)];
    return left?.model !== right?.model || left?.role !== right?.role;
  });
}

function unlessEmpty<Name extends string, Value, Kept>(
  name: Name,
  values: readonly (readonly [key: string, value: Value])[],
  keep: (value: Value) => Kept | undefined,
): { readonly [Key in Name]?: Readonly<Record<string, Kept>> } {
  const kept = values.flatMap(([key, value]) => {
    const found = keep(value);
    return found === undefined ? [] : [[key, found] as const];
  });
  return (kept.length > 0 ? { [name]: Object.fromEntries(kept) } : {}) as {
    readonly [Key in Name]?: Readonly<Record<string, Kept>>;
  };
}

/** Objects on one line where they fit, else one member a line. */
function json(value: unknown, indent: string): string {
  const inline = oneLine(value);
  const fits = indent !== '' && indent.length + inline.length <= 110;
  if (fits || typeof value !== 'object' || value === null) return inline;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item) => `${inner}${json(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${json(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

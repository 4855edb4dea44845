import type { DMMF } from '@prisma/generator-helper';
import { UserError } from '../src/errors.js';
import type {
  FieldTransition,
  ModelMetadata,
  RelationMetadata,
  SideMetadata,
  TransitionsMetadata,
} from '../src/runtime/metadata.js';
import { uniqueKeys } from '../src/schema/client-shapes.js';
import type { Column, ColumnTransition, Provider, SyncMode } from '../src/schema/transition.js';
import { valueMap } from '../src/schema/value-map.js';

/**
 * What the extension has to know: only transitions that it acts on in their phase, and only models from which one of
 * them can be reached.
 *
 * @throws UserError `cannot-mirror` if the extension could not keep both sides equal in `client` sync
 */
export function runtimeMetadata(
  { models }: DMMF.Datamodel,
  transitions: readonly ColumnTransition[],
  sync: SyncMode,
  provider: Provider,
): TransitionsMetadata {
  // In phase migrate, the extension has nothing to do but in `client` sync; beside that it only looks for drift.
  const active = transitions.filter(({ phase }) => phase !== 'contract');
  if (sync === 'client') active.forEach(refuseUnmirrored);

  const reaching = modelsReaching(models, new Set(active.map(({ table }) => table.model)));
  const shapes = models
    .filter(({ name }) => reaching.has(name))
    .map((model): [string, ModelMetadata] => {
      const own = active.filter(({ table }) => table.model === model.name);
      const relations = model.fields
        .filter(({ kind, type }) => kind === 'object' && reaching.has(type))
        .map(({ name, type, isList }): [string, RelationMetadata] => [
          name,
          { model: type, ...(isList && { list: true }) },
        ]);
      return [
        model.name,
        {
          ...(own.length > 0 && {
            transitions: own.map((transition) => fieldTransition(transition, sync, provider)),
            uniqueKeys: uniqueKeys(model),
          }),
          ...(relations.length > 0 && { relations: Object.fromEntries(relations) }),
          ...(model.fields.some(({ name }) => name === 'data') && {
            fields: model.fields.map(({ name }) => name),
          }),
        },
      ];
    });
  return { sync, models: Object.fromEntries(shapes) };
}

/** Models with a transition, and those from which a chain of relations leads to one. */
function modelsReaching(
  models: readonly DMMF.Model[],
  withTransition: ReadonlySet<string>,
): ReadonlySet<string> {
  const reaching = new Set(withTransition);
  let before: number;
  do {
    before = reaching.size;
    for (const { name, fields } of models) {
      if (fields.some(({ kind, type }) => kind === 'object' && reaching.has(type))) reaching.add(name);
    }
  } while (reaching.size > before);
  return reaching;
}

function fieldTransition(transition: ColumnTransition, sync: SyncMode, provider: Provider): FieldTransition {
  const { id, phase, source, target } = transition;
  const values = valueMap(transition);
  return {
    id,
    phase,
    source: side(source, sync),
    target: side(target, sync),
    ...(values && {
      values: {
        entries: values.entries.map(({ from, to }) => [from, to] as const),
        ...(values.otherwise !== undefined && { otherwise: values.otherwise }),
        ...(source.enumValues ? { closed: true } : comparesLiterally(source, provider) && { literal: true }),
      },
    }),
    ...(source.type === 'Json' && { json: true }),
  };
}

/** Whether `=` in SQL tells apart whatever the map does. */
function comparesLiterally({ sqlType }: Column, provider: Provider): boolean {
  return provider !== 'mysql' && /^(text|varchar\b.*)$/i.test(sqlType);
}

function side(column: Column, sync: SyncMode): SideMetadata {
  return {
    field: column.field,
    ...(column.isRequired && { required: true }),
    ...(sync === 'client' && column.default !== undefined && { default: literalDefault(column) }),
  };
}

function refuseUnmirrored({ id, place, source, target, forward }: ColumnTransition): void {
  const refuse = (message: string) =>
    new UserError(
      'cannot-mirror',
      `${id}: ${message}, so the client extension cannot keep both sides equal`,
      {
        place,
        hint: 'set `sync = "trigger"` in the generator block',
      },
    );
  if (forward.kind === 'sql') throw refuse('its values are converted in SQL');
  for (const column of [source, target]) {
    if (column.isUpdatedAt) throw refuse(`Prisma sets ${column.field} by itself on every update`);
    if (column.default !== undefined && literalDefault(column) === undefined) {
      throw refuse(`the default of ${column.field}, ${column.default}, is made by the database or by Prisma`);
    }
  }
  if (source.default !== undefined && target.default !== undefined && source.default !== target.default) {
    throw refuse(`${source.field} and ${target.field} have different defaults`);
  }
}

/** The default as a value of Prisma Client; undefined for a function such as `now()`. */
function literalDefault({ default: text, kind, type }: Column): unknown {
  if (text === undefined) return undefined;
  if (kind === 'enum') return /^\w+$/.test(text) ? text : undefined;
  if (type === 'Boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'Int' || type === 'Float') return /^-?[\d.]+$/.test(text) ? Number(text) : undefined;
  if (type === 'String' && text.startsWith('"')) return JSON.parse(text) as string;
  return undefined;
}

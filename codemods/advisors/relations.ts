import type { ModelShape } from '../../src/schema/transitions-file.js';

/** Every model by its name. */
export type Schema = Readonly<Record<string, ModelShape>>;

export function modelOfDelegate(schema: Schema, delegate: string | undefined): string | undefined {
  return Object.keys(schema).find((model) => schema[model]!.delegate === delegate);
}

/**
 * Whether the name at the end of a way is that of the field, by the relations on the way: `[].author.userName` from
 * `Post`, also in what a query takes, `where.author.is.userName`; undefined where the schema does not know the way.
 *
 * @param models those that have the field
 */
export function isFieldAt(
  way: readonly string[],
  from: string,
  models: readonly string[],
  schema: Schema,
): boolean | undefined {
  let here = from;
  for (const step of way.slice(0, -1)) {
    const shape = schema[here];
    const field = shape?.fields[step];
    if (field?.kind === 'object') here = field.type;
    // Inside of a value, of JSON or of a filter, there are no fields.
    else if (field) return false;
    else if (!shape?.compoundKeys[step] && !SAME_MODEL.test(step)) return undefined;
  }
  const shape = schema[here];
  const name = way.at(-1)!;
  return shape?.fields[name] || shape?.compoundKeys[name] ? models.includes(here) : undefined;
}

/** Below it there are fields of the same model. */
const SAME_MODEL =
  /^(?:\[\]|_(?:count|min|max|avg|sum)|where|data|select|include|omit|orderBy|cursor|having|(?:create|update)(?:Many(?:AndReturn)?)?|upsert|connect(?:OrCreate)?|disconnect|delete(?:Many)?|set|is|isNot|some|every|none|AND|OR|NOT)$/;

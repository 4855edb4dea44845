import type { TransitionsMetadata } from '../src/runtime/metadata.js';
import { clientSpecifier } from '../src/schema/generated-client.js';
import type { ColumnTransition, Provider, SyncMode } from '../src/schema/transition.js';
import { type ConverterSource, converterSource } from './converter.js';
import { helperName, uncapitalise } from './helper-name.js';
import { literal } from './literal.js';
import { runtimeMetadata } from './runtime-metadata.js';
import { template } from './templates.js';
import type { Described } from './transitions-json.js';

interface Helper {
  readonly title: string;
  readonly name: string;
  readonly model: string;
  readonly field: string;
  /** The extension gives a value where the schema still allows NULL. */
  readonly isNarrowed: boolean;
  readonly select: string;
  readonly isCopying: boolean;
  /** A union of field names as a type. */
  readonly readKeys: string;
  readonly readType: string;
  readonly readValue: string;
  readonly writeType: string;
  readonly writtenType: string;
  readonly written: readonly string[];
  /** Absent where values stay as they are. */
  readonly converter: ConverterSource | undefined;
}

const render = template<{
  readonly clientSpecifier: string;
  readonly metadata: string;
  readonly runtimeSpecifier: string;
  readonly omit: string;
  readonly results: readonly { readonly delegate: string; readonly fields: string }[];
  readonly helpers: readonly Helper[];
}>('index.ts');

/** What `index.ts` hands to the extension. */
export function extensionMetadata({ dmmf, transitions, provider, sync }: Described): TransitionsMetadata {
  const known = transitions.filter(isKnownToClient);
  return runtimeMetadata(dmmf.datamodel, known, mirroring(provider, sync), provider);
}

/**
 * `index.ts`: the extension, `transitionOmit`, and one helper for each transition.
 *
 * @param runtimeSpecifier how it names `runtime.ts`
 */
export function indexFile(
  { transitions: all, client, output }: Described,
  metadata: TransitionsMetadata,
  runtimeSpecifier: string,
): string {
  const transitions = all.filter(isKnownToClient);
  const helpers = transitions.map((transition) => helper(transition, helperName(transition, all)));
  return render({
    clientSpecifier: clientSpecifier(client, output),
    metadata: literal(metadata),
    runtimeSpecifier,
    omit: literal(omitMap(transitions)),
    results: resultTypes(helpers),
    helpers,
  });
}

/** A client that does not know the target neither reads nor writes it: nothing is generated for such a transition. */
function isKnownToClient({ target }: ColumnTransition): boolean {
  return !target.isIgnored;
}

/**
 * A trigger of SQLite comes too late for NOT NULL and is unseen by RETURNING, so there the extension writes both sides
 * as well, and the trigger is for everything that does not go through it.
 */
export function mirroring(provider: Provider, sync: SyncMode): SyncMode {
  return provider === 'sqlite' && sync === 'trigger' ? 'client' : sync;
}

/** In phase expand every record has a value of the target where it has one of the source. */
function resultTypes(helpers: readonly Helper[]): { delegate: string; fields: string }[] {
  const narrowed = helpers.filter(({ isNarrowed }) => isNarrowed);
  return [...new Set(narrowed.map(({ model }) => model))].map((model) => ({
    delegate: uncapitalise(model),
    fields: narrowed
      .filter((each) => each.model === model)
      .map(({ field, readType }) => `${field}: ${readType}`)
      .join('; '),
  }));
}

/** In phase migrate the client still knows the source and reads no longer need it. */
function omitMap(
  transitions: readonly ColumnTransition[],
): Readonly<Record<string, Readonly<Record<string, true>>>> {
  const omit: Record<string, Record<string, true>> = {};
  for (const { phase, source } of transitions) {
    if (phase !== 'migrate') continue;
    const delegate = uncapitalise(source.model);
    omit[delegate] = { ...omit[delegate], [source.field]: true };
  }
  return omit;
}

function helper(transition: ColumnTransition, name: string): Helper {
  const { id, phase, table, source, target } = transition;
  const { model } = table;
  const isCopying = phase === 'expand';
  const read = isCopying ? source : target;
  // Once the source is `@ignore`d, the client does not know it.
  const fields = phase === 'contract' ? [target.field] : [target.field, source.field];
  const needed = isCopying ? fields : [target.field];
  const converter = converterSource(transition, name);
  const orNull = read.isRequired ? '' : ' | null';
  const typeOfRead = `prismaClient.${model}['${read.field}']`;
  const sourceValue = converter ? `${name}Converter.format(value)` : 'value';
  const writeType = converter ? `${converter.targetType}${orNull}` : typeOfRead;
  const sourceType = converter ? `${converter.formatType}${orNull}` : writeType;
  const writtenTypes = fields.map((field) => `${field}: ${field === source.field ? sourceType : writeType}`);
  return {
    title: `${model}.${source.field} → ${id}, phase ${phase}.`,
    name,
    model,
    field: target.field,
    isNarrowed: isCopying && source.isRequired && !converter?.isPartial && !target.isRequired,
    select: literal(Object.fromEntries(needed.map((field) => [field, true]))),
    isCopying,
    readKeys: needed.map((field) => `'${field}'`).join(' | '),
    ...(converter && isCopying
      ? {
          readType: `${converter.targetType}${converter.isPartial || !read.isRequired ? ' | null' : ''}`,
          readValue: `${name}Converter.parse(record.${read.field})`,
        }
      : { readType: typeOfRead, readValue: `record.${read.field}` }),
    writeType,
    writtenType: `{ ${writtenTypes.join('; ')} }`,
    written: fields.map((field) => `${field}: ${field === source.field ? sourceValue : 'value'}`),
    converter,
  };
}

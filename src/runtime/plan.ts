import type { FieldTransition, TransitionsMetadata } from './metadata.js';
import type { Observer } from './observer.js';

/** What one model asks of the extension, worked out once: queries only look it up. */
export interface ModelPlan {
  readonly name: string;
  /** In phase expand the source is the complete column, so whatever is asked of the target is asked of the source. */
  readonly readFromSource: readonly FieldTransition[];
  /** Those of which every write reaches both sides here, and not in a trigger or in the user's own code. */
  readonly mirrored: readonly FieldTransition[];
  /** Those of which a record may hold both sides, to be compared for an observer. */
  readonly compared: readonly FieldTransition[];
  /** Results of this model have to be walked: it has, or leads to, something to read or to compare. */
  readonly isRead: boolean;
  readonly relations: ReadonlyMap<string, RelationPlan>;
  readonly uniqueKeys: ReadonlyMap<string, readonly string[]>;
  /** All field names, only for a model with a field called `data`. */
  readonly fields?: ReadonlySet<string>;
  readonly observer?: Observer;
  /** Fields that the client omits wherever a query does not ask for them: `new PrismaClient({ omit })`. */
  readonly omitted: ReadonlySet<string>;
}

/** What `new PrismaClient({ omit })` was given: delegate, field, whether to omit. */
export type ClientOmit = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

export interface RelationPlan {
  readonly model: ModelPlan;
  readonly list: boolean;
}

/** The plans of the models from which a transition with anything to do can be reached; other models need no hook. */
export function plansOf(
  metadata: TransitionsMetadata,
  observer?: Observer,
  omit: ClientOmit = {},
): ReadonlyMap<string, ModelPlan> {
  const { sync, models } = metadata;
  const inPhase = (name: string, ...phases: readonly FieldTransition['phase'][]) =>
    models[name]?.transitions?.filter(({ phase }) => phases.includes(phase)) ?? [];
  const read = (name: string) => inPhase(name, 'expand');
  const mirrored = (name: string) => (sync === 'client' ? inPhase(name, 'expand', 'migrate') : []);
  const compared = (name: string) => (observer ? inPhase(name, 'expand', 'migrate') : []);

  const readModels = reaching(models, (name) => read(name).length + compared(name).length > 0);
  const active = reaching(models, (name) => readModels.has(name) || mirrored(name).length > 0);
  const relations = new Map<string, Map<string, RelationPlan>>();
  const plans = new Map<string, ModelPlan>();
  for (const name of active) {
    const { uniqueKeys = {}, fields } = models[name]!;
    const own = new Map<string, RelationPlan>();
    relations.set(name, own);
    plans.set(name, {
      name,
      readFromSource: read(name),
      mirrored: mirrored(name),
      compared: compared(name),
      isRead: readModels.has(name),
      relations: own,
      uniqueKeys: new Map(Object.entries(uniqueKeys)),
      omitted: new Set(
        Object.entries(omit[delegate(name)] ?? {}).flatMap(([field, is]) => (is ? [field] : [])),
      ),
      ...(fields && { fields: new Set(fields) }),
      ...(observer && { observer }),
    });
  }
  for (const [name, own] of relations) {
    for (const [field, { model, list = false }] of Object.entries(models[name]!.relations ?? {})) {
      const related = plans.get(model);
      if (related) own.set(field, { model: related, list });
    }
  }
  return plans;
}

/** The name of a model on the client. */
export function delegate(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** The models that are meant, and those from which a chain of relations leads to one. */
function reaching(
  models: TransitionsMetadata['models'],
  isMeant: (name: string) => boolean,
): ReadonlySet<string> {
  const found = new Set(Object.keys(models).filter(isMeant));
  let before: number;
  do {
    before = found.size;
    for (const [name, { relations = {} }] of Object.entries(models)) {
      if (Object.values(relations).some(({ model }) => found.has(model))) found.add(name);
    }
  } while (found.size > before);
  return found;
}

/**
 * What the extension knows of the user's schema. The generator writes it into the generated code, because Prisma
 * Client keeps no usable description of its models at run time. Only what can matter is in it: models with a
 * transition and models from which one can be reached.
 */
export interface TransitionsMetadata {
  /** `client`: the extension writes both sides. Otherwise it leaves writes alone and only serves reads. */
  readonly sync: 'trigger' | 'client' | 'code';
  readonly models: Readonly<Record<string, ModelMetadata>>;
}

export interface ModelMetadata {
  readonly transitions?: readonly FieldTransition[];
  /** Relation fields to models that are part of this metadata. */
  readonly relations?: Readonly<Record<string, RelationMetadata>>;
  /** Every unique key by its name in `where`, with its fields. Only for models with a transition. */
  readonly uniqueKeys?: Readonly<Record<string, readonly string[]>>;
  /** All field names, only for a model with a field called `data`: they tell `update: {data}` from a bare update. */
  readonly fields?: readonly string[];
}

export interface RelationMetadata {
  readonly model: string;
  readonly list?: true;
}

export interface FieldTransition {
  /** Named by its target: `User.displayName`. */
  readonly id: string;
  readonly phase: 'expand' | 'migrate' | 'contract';
  readonly source: SideMetadata;
  readonly target: SideMetadata;
  /** Source value to target value; absent where both are equal. */
  readonly values?: ValueMap;
  /** Both sides are Json, of which an object is a value and no operation. */
  readonly json?: true;
}

export interface SideMetadata {
  readonly field: string;
  readonly required?: true;
  /** The literal of `@default(...)`: a create that names neither side writes it to both. */
  readonly default?: unknown;
}

export interface ValueMap {
  readonly entries: readonly (readonly [source: string, target: string])[];
  /** The target value of every source value that has no entry. */
  readonly otherwise?: string;
  /** The entries name every value that the source can have. */
  readonly closed?: true;
  /**
   * The database compares values of the source letter by letter, as the map does. Not so under most collations of
   * MySQL, where 'a' = 'A'.
   */
  readonly literal?: true;
}

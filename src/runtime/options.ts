/** A record that was read with both sides, of which the target is not what the source maps to. */
export interface Drift {
  /** Named by its target: `User.displayName`. */
  readonly transition: string;
  readonly model: string;
  /** The operation that read it, as Prisma names it: `findMany`. */
  readonly operation: string;
  /** The two values as they stand in the database. A target of null is most often a row that is not copied yet. */
  readonly source: unknown;
  readonly target: unknown;
  /** What was selected of the record, as it stands in the database. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What the extension did for one transition since it was made. */
export interface TransitionCounter {
  /** Records read whose sides differ. */
  drift: number;
  /** Rows, or updates of many rows, to which it added the other side; counted when they are sent. */
  mirrored: number;
  /** Queries refused with a `TransitionError`. */
  refused: number;
}

/** One counter for each transition, by its id; they only ever grow. */
export type TransitionCounters = Record<string, TransitionCounter>;

export interface TransitionsOptions {
  /**
   * Called for each record with both sides that differ, before the query returns. What it throws rejects that query,
   * so that a test may fail there.
   */
  readonly onDrift?: (drift: Drift) => void;
  /** An object to count in: pass an empty one. */
  readonly counters?: TransitionCounters;
}

/** No field with a type of its own, as Prisma declares that. */
// biome-ignore lint/complexity/noBannedTypes: as Prisma declares it
export type NoTypes = {};

/** Types of results in the form that Prisma wants: as if each field were computed. */
type ResultTypes<Known> = {
  [Model in keyof Known]: {
    // biome-ignore lint/complexity/noBannedTypes: Prisma declares it so
    [Field in keyof Known[Model]]: () => { needs: {}; compute: () => Known[Model][Field] };
  };
};

/** An extension for any client as Prisma 6 and 7 both take it, which changes the types of results alone. */
export type TransitionsExtension<Known = NoTypes> = (
  // biome-ignore lint/suspicious/noExplicitAny: Prisma declares it so
  client: any,
) => {
  readonly $extends: {
    readonly extArgs: { result: ResultTypes<Known> } & Record<'model' | 'query' | 'client', NoTypes>;
  };
};

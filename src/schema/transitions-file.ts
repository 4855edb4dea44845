import type { Phase, Provider, SyncMode } from './transition.js';

/**
 * `transitions.json`, written beside the generated helpers: what the codemods need to know of the generated
 * client. All names are Prisma names unless it says otherwise. `transitions-text.ts` says how it is written.
 */
export interface TransitionsFile {
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly client: {
    readonly provider: 'prisma-client' | 'prisma-client-js';
    /** The client's output folder, relative to the folder of this file, with forward slashes. */
    readonly output: string;
  };
  readonly transitions: readonly TransitionEntry[];
  /** Every model, its fields, and the delegate's name on the client: what a walk over query arguments needs. */
  readonly models: Readonly<Record<string, ModelShape>>;
  /**
   * Generated type name to the model it speaks of: `UserOrderByWithRelationInput` → `User`. The generator knows all input,
   * output and args types; the file holds those that their names would tell wrong.
   */
  readonly types: Readonly<Record<string, string>>;
}

export interface TransitionEntry {
  readonly id: string;
  readonly scenario: string;
  readonly phase: Phase;
  readonly model: string;
  readonly table: string;
  /** The name of the generated helper; its converter, where values change, is `<helper>Converter`. */
  readonly helper: string;
  readonly source: { readonly field: string; readonly column: string; readonly type: string };
  readonly target: { readonly field: string; readonly column: string; readonly type: string };
  /** Value maps: source literal to target literal. Absent for identity. */
  readonly values?: Readonly<Record<string, string>>;
  /** The target literal of every source value without an entry of its own. */
  readonly otherwise?: string;
  /** Names of compound unique keys in `where` that contain the source, and the same with the target if it exists. */
  readonly uniqueKeys: readonly { readonly source: string; readonly target?: string }[];
}

export interface ModelShape {
  readonly delegate: string;
  /** Where `@@map` gives the table a name of its own. */
  readonly table?: string;
  readonly fields: Readonly<Record<string, FieldShape>>;
  /** Names of compound unique keys and their fields. */
  readonly compoundKeys: Readonly<Record<string, readonly string[]>>;
}

export interface FieldShape {
  readonly kind: 'scalar' | 'enum' | 'object' | 'unsupported';
  /** Scalar, enum or model name. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
}

import type { DMMF } from '@prisma/generator-helper';
import { clientShapes } from '../src/schema/client-shapes.js';
import { type GeneratedClient, relativeFolder } from '../src/schema/generated-client.js';
import type { GeneratedExtension } from '../src/schema/generator-config.js';
import type {
  ColumnTransition,
  IndexOn,
  PlannedTransition,
  Provider,
  SyncMode,
} from '../src/schema/transition.js';
import type { TransitionEntry, TransitionsFile } from '../src/schema/transitions-file.js';
import { valueMap } from '../src/schema/value-map.js';
import { helperName } from './helper-name.js';

export interface Described {
  readonly dmmf: DMMF.Document;
  /** Those between two columns: the codemods and the client know them. */
  readonly transitions: readonly ColumnTransition[];
  /** All of them. */
  readonly planned: readonly PlannedTransition[];
  readonly provider: Provider;
  readonly sync: SyncMode;
  readonly client: GeneratedClient;
  /** Absolute path of the folder that everything is generated into. */
  readonly output: string;
  readonly fileExtension: GeneratedExtension;
}

/** The contract with the codemods: what they have to know of the generated client. */
export function transitionsFile({
  dmmf,
  transitions,
  provider,
  sync,
  client,
  output,
}: Described): TransitionsFile {
  return {
    provider,
    sync,
    client: { provider: client.provider, output: relativeFolder(output, client.output) },
    transitions: transitions.map((transition) => entry(transition, helperName(transition, transitions))),
    ...clientShapes(dmmf),
  };
}

function entry(transition: ColumnTransition, helper: string): TransitionEntry {
  const { id, scenario, phase, table, source, target } = transition;
  const values = valueMap(transition);
  return {
    id,
    scenario,
    phase,
    model: table.model,
    table: table.name,
    helper,
    source: { field: source.field, column: source.column, type: source.type },
    target: { field: target.field, column: target.column, type: target.type },
    ...(values && {
      values: Object.fromEntries(values.entries.map(({ from, to }) => [from, to])),
      ...(values.otherwise !== undefined && { otherwise: values.otherwise }),
    }),
    uniqueKeys: transition.sourceIndexes.filter(isCompoundKey).map((index) => {
      const counterpart = transition.targetIndexes.find(
        (other) => isCompoundKey(other) && sameBut(index.fields, other.fields, source.field, target.field),
      );
      return { source: keyName(index), ...(counterpart && { target: keyName(counterpart) }) };
    }),
  };
}

function isCompoundKey({ kind, fields }: IndexOn): boolean {
  return kind !== 'index' && fields.length > 1;
}

function keyName({ clientName, fields }: IndexOn): string {
  return clientName ?? fields.join('_');
}

function sameBut(left: readonly string[], right: readonly string[], source: string, target: string): boolean {
  const expected = left.map((field) => (field === source ? target : field));
  return expected.length === right.length && expected.every((field) => right.includes(field));
}

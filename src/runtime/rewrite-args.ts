import type { TransitionsMetadata } from './metadata.js';
import { rewriteCreate, rewriteUpdate } from './rewrite-data.js';
import { rewriteAggregation, rewriteReads } from './rewrite-reads.js';
import { rewriteUniqueWhere, rewriteWhere } from './rewrite-where.js';
import { mapEach, mapValues, type PlainObject } from './values.js';

/**
 * Rewrites the arguments of one Prisma Client operation for the phases of all transitions: writes reach both sides
 * (`client` sync), and in phase expand whatever is asked of a target is asked of its source. One call of the client
 * stays one call, so it is right inside transactions and batches. Pure: `args` is not changed, and comes back itself
 * where nothing has to be rewritten; rewriting twice is the same as once.
 *
 * @param operation as `$allOperations` names it: `create`, `findMany`, …
 * @throws TransitionError where the phase allows no exact answer
 */
export function rewriteArgs(
  metadata: TransitionsMetadata,
  model: string,
  operation: string,
  args: PlainObject,
): PlainObject {
  if (!metadata.models[model]) return args;
  if (operation === 'count' || operation === 'aggregate' || operation === 'groupBy') {
    return rewriteAggregation(metadata, model, args);
  }
  const create = (data: unknown) => rewriteCreate(metadata, model, data);
  const update = (data: unknown) => rewriteUpdate(metadata, model, data);
  const written = mapValues(args, (value, name) => {
    switch (name) {
      case 'where':
        return namesOneRecord.has(operation)
          ? rewriteUniqueWhere(metadata, model, value)
          : rewriteWhere(metadata, model, value);
      case 'data':
        return operation.startsWith('create') ? mapEach(value, create) : update(value);
      case 'create':
        return create(value);
      case 'update':
        return update(value);
      default:
        return value;
    }
  });
  return rewriteReads(metadata, model, written);
}

const namesOneRecord = new Set(['findUnique', 'findUniqueOrThrow', 'update', 'upsert', 'delete']);

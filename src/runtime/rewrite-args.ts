import type { ModelPlan } from './plan.js';
import { rewriteCreate, rewriteUpdate } from './rewrite-data.js';
import { rewriteAggregation, rewriteRead } from './rewrite-reads.js';
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
export function rewritePlanned(model: ModelPlan, operation: string, args: PlainObject): PlainObject {
  if (operation === 'count' || operation === 'aggregate' || operation === 'groupBy') {
    return rewriteAggregation(model, args);
  }
  return mapValues(args, (value, name) => {
    switch (name) {
      case 'where':
        return namesOneRecord.has(operation) ? rewriteUniqueWhere(model, value) : rewriteWhere(model, value);
      case 'data':
        return operation.startsWith('create')
          ? mapEach(value, (row) => rewriteCreate(model, row))
          : rewriteUpdate(model, value);
      case 'create':
        return rewriteCreate(model, value);
      case 'update':
        return rewriteUpdate(model, value);
      default:
        return rewriteRead(model, name, value);
    }
  });
}

const namesOneRecord = new Set(['findUnique', 'findUniqueOrThrow', 'update', 'upsert', 'delete']);

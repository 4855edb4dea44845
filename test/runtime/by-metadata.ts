import type { TransitionsMetadata } from '../../src/runtime/metadata.js';
import { type ModelPlan, plansOf } from '../../src/runtime/plan.js';
import { readPlanned } from '../../src/runtime/read-result.js';
import { rewritePlanned } from '../../src/runtime/rewrite-args.js';
import type { PlainObject } from '../../src/runtime/values.js';

const known = new WeakMap<TransitionsMetadata, ReadonlyMap<string, ModelPlan>>();

/** The plan of a model without an observer, made once for each metadata. */
function planOf(metadata: TransitionsMetadata, model: string): ModelPlan | undefined {
  let plans = known.get(metadata);
  if (!plans) {
    plans = plansOf(metadata);
    known.set(metadata, plans);
  }
  return plans.get(model);
}

/** What the extension makes of the arguments of one operation. */
export function rewriteArgs(
  metadata: TransitionsMetadata,
  model: string,
  operation: string,
  args: PlainObject,
): PlainObject {
  const plan = planOf(metadata, model);
  return plan ? rewritePlanned(plan, operation, args) : args;
}

/** What the extension makes of the result of one operation; `args` as they were before they were rewritten. */
export function readResult(
  metadata: TransitionsMetadata,
  model: string,
  operation: string,
  args: PlainObject,
  result: unknown,
  path: readonly string[] = [],
): unknown {
  const plan = planOf(metadata, model);
  return plan ? readPlanned(plan, operation, args, result, path) : result;
}

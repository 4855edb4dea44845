import type { Transition } from '../schema/transition.js';
import { addRequired } from './add-required.js';
import { changeType } from './change-type.js';
import { renameColumn } from './rename-column.js';
import type { Registry, Scenario } from './scenario.js';
import { tighten } from './tighten.js';
import { unplanned } from './unplanned.js';

const registry: Registry = {
  'rename-column': renameColumn,
  'change-type': changeType,
  'add-required': addRequired,
  tighten,
  'combine-columns': unplanned,
  'rename-table': unplanned,
  'split-table': unplanned,
  'merge-tables': unplanned,
};

/** The scenario that answers for a transition. */
export function scenarioOf(transition: Transition): Scenario<Transition> {
  // Each entry takes the transitions of its own name, which TypeScript cannot see behind an index.
  return registry[transition.scenario] as Scenario<Transition>;
}

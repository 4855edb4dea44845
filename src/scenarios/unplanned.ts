import { UserError } from '../errors.js';
import type { Transition } from '../schema/transition.js';
import type { Scenario } from './scenario.js';

/** A kind of annotation that can be read, and not planned so far. */
export const unplanned: Scenario<Transition> = {
  stages({ scenario, place }) {
    throw new UserError('not-supported-yet', `the scenario ${scenario} is not supported yet`, {
      place,
      hint: 'only columns renamed within one table can be planned for now',
    });
  },
  correspondence: () => undefined,
  summary: ({ scenario, id }) => `${scenario} to ${id}.`,
};

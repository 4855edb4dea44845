// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import { applyTransitions, transitionsExtension, } from './runtime.js';

export { TransitionError, } from './runtime.js';

const metadata = {
  sync: 'trigger',
  models: {
    User: {
      transitions: [
        {
          id: 'User.state',
          phase: 'expand',
          source: { field: 'status', required: true },
          target: { field: 'state' },
          values: {
            entries: [['active', 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']],
            otherwise: 'UNKNOWN',
            literal: true,
          },
        },
      ],
      uniqueKeys: { id: ['id'] },
    },
  },
};

/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export function transitions(options = {}) {
  return transitionsExtension(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export function withTransitions(client, options = {}) {
  return applyTransitions(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export const transitionOmit = {};

const userStateValues = new Map([['active', 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']]);
const userStateTexts = { ACTIVE: 'active', SUSPENDED: 'banned', UNKNOWN: 'UNKNOWN' };

/** Between the values of `status` and those of `state`. */
export const userStateConverter = {
  /** What a value of `status` is as `state`. */
  parse: (value) => userStateValues.get(value) ?? 'UNKNOWN',
  /** What old instances read in `status` for a value of `state`. */
  format: (value) => userStateTexts[value],
};

/** User.status → User.state, phase expand. */
export const userState = {
  /** What `read` needs. */
  select: { state: true, status: true },
  /** The value of one record, copied yet or not. */
  read: (record) => userStateConverter.parse(record.status),
  /** The `data` that sets it. */
  write: (value) => ({
    state: value,
    status: userStateConverter.format(value),
  }),
};

// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.userState = exports.userStateConverter = exports.transitionOmit = exports.TransitionError = void 0;
exports.transitions = transitions;
exports.withTransitions = withTransitions;
const runtime_js_1 = require("./runtime.js");

var runtime_js_2 = require("./runtime.js");
Object.defineProperty(exports, "TransitionError", { enumerable: true, get: function () { return runtime_js_2.TransitionError; } });

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
function transitions(options = {}) {
  return (0, runtime_js_1.transitionsExtension)(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
function withTransitions(client, options = {}) {
  return (0, runtime_js_1.applyTransitions)(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
exports.transitionOmit = {};

const userStateValues = new Map([['active', 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']]);
const userStateTexts = { ACTIVE: 'active', SUSPENDED: 'banned', UNKNOWN: 'UNKNOWN' };

/** Between the values of `status` and those of `state`. */
exports.userStateConverter = {
  /** What a value of `status` is as `state`. */
  parse: (value) => userStateValues.get(value) ?? 'UNKNOWN',
  /** What old instances read in `status` for a value of `state`. */
  format: (value) => userStateTexts[value],
};

/** User.status → User.state, phase expand. */
exports.userState = {
  /** What `read` needs. */
  select: { state: true, status: true },
  /** The value of one record, copied yet or not. */
  read: (record) => exports.userStateConverter.parse(record.status),
  /** The `data` that sets it. */
  write: (value) => ({
    state: value,
    status: exports.userStateConverter.format(value),
  }),
};

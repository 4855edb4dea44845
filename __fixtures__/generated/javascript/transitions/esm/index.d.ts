// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import { type TransitionsExtension, type TransitionsOptions } from './runtime.js';
import type * as prismaClient from '../client/index.js';
export { type Drift, type TransitionCounter, type TransitionCounters, TransitionError, type TransitionErrorCode, type TransitionsExtension, type TransitionsOptions, } from './runtime.js';
/** What results of a client with `$extends(transitions())` hold, where the schema says less. */
export interface TransitionResults {
  user: {
    state: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN';
  };
}
/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export declare function transitions(options?: TransitionsOptions): TransitionsExtension<TransitionResults>;
/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export declare function withTransitions<Client extends object>(client: Client, options?: TransitionsOptions): Client;
/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export declare const transitionOmit: {};
/** Between the values of `status` and those of `state`. */
export declare const userStateConverter: {
  /** What a value of `status` is as `state`. */
  readonly parse: (value: string) => "ACTIVE" | "SUSPENDED" | "UNKNOWN";
  /** What old instances read in `status` for a value of `state`. */
  readonly format: (value: "ACTIVE" | "SUSPENDED" | "UNKNOWN") => "active" | "banned" | "UNKNOWN";
};
/** User.status → User.state, phase expand. */
export declare const userState: {
  /** What `read` needs. */
  readonly select: {
    readonly state: true;
    readonly status: true;
  };
  /** The value of one record, copied yet or not. */
  readonly read: (record: Pick<prismaClient.User, "state" | "status">) => "ACTIVE" | "SUSPENDED" | "UNKNOWN";
  /** The `data` that sets it. */
  readonly write: (value: "ACTIVE" | "SUSPENDED" | "UNKNOWN") => {
    state: "ACTIVE" | "SUSPENDED" | "UNKNOWN";
    status: "active" | "banned" | "UNKNOWN";
  };
};

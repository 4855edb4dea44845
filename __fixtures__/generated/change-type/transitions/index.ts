// Written by prisma-expand-contract from the @transition annotations of the schema. Change those, not this file.
import {
  applyTransitions,
  type TransitionsExtension,
  type TransitionsMetadata,
  type TransitionsOptions,
  transitionsExtension,
} from './runtime.js';
import type * as prismaClient from '../client/client.js';

export {
  type Drift,
  type TransitionCounter,
  type TransitionCounters,
  TransitionError,
  type TransitionErrorCode,
  type TransitionsExtension,
  type TransitionsOptions,
} from './runtime.js';

const metadata: TransitionsMetadata = {
  sync: 'client',
  models: {
    User: {
      transitions: [
        {
          id: 'User.state',
          phase: 'expand',
          source: { field: 'status', required: true },
          target: { field: 'state' },
          values: {
            entries: [['active', 'ACTIVE'], ["it's on", 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']],
            otherwise: 'UNKNOWN',
            literal: true,
          },
        },
      ],
      uniqueKeys: { id: ['id'], email: ['email'] },
      relations: { orders: { model: 'Order', list: true }, tickets: { model: 'Ticket', list: true } },
    },
    Order: {
      transitions: [
        {
          id: 'Order.urgency',
          phase: 'expand',
          source: { field: 'stage' },
          target: { field: 'urgency' },
          values: { entries: [['new', 'NORMAL'], ['rush', 'HIGH']], literal: true },
        },
      ],
      uniqueKeys: { id: ['id'] },
      relations: { user: { model: 'User' } },
    },
    Ticket: {
      transitions: [
        {
          id: 'Ticket.priority',
          phase: 'migrate',
          source: { field: 'level' },
          target: { field: 'priority', required: true },
          values: { entries: [['low', 'NORMAL'], ['high', 'HIGH'], ['urgent', 'HIGH']], closed: true },
        },
      ],
      uniqueKeys: { id: ['id'] },
      relations: { user: { model: 'User' } },
    },
  },
} as const;

/** What results of a client with `$extends(transitions())` hold, where the schema says less. */
export interface TransitionResults {
  user: { state: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN' };
}

/** The extension of this schema, to be the first of all: `new PrismaClient({ … }).$extends(transitions())`. */
export function transitions(options: TransitionsOptions = {}): TransitionsExtension<TransitionResults> {
  return transitionsExtension(metadata, options);
}

/** The same, applied. The client keeps its type, so code typed with `PrismaClient` goes on compiling. */
export function withTransitions<Client extends object>(client: Client, options: TransitionsOptions = {}): Client {
  return applyTransitions(client, metadata, options);
}

/** For `new PrismaClient({ omit: transitionOmit })`: stops selecting old fields once nothing reads them. */
export const transitionOmit = { ticket: { level: true } } as const;

const userStateValues = new Map<string, 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN'>([['active', 'ACTIVE'], ["it's on", 'ACTIVE'], ['banned', 'SUSPENDED'], ['UNKNOWN', 'UNKNOWN']]);
const userStateTexts = { ACTIVE: 'active', SUSPENDED: 'banned', UNKNOWN: 'UNKNOWN' } as const;

/** Between the values of `status` and those of `state`. */
export const userStateConverter = {
  /** What a value of `status` is as `state`. */
  parse: (value: string): 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN' => userStateValues.get(value) ?? 'UNKNOWN',
  /** What old instances read in `status` for a value of `state`. */
  format: (value: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN'): 'active' | 'banned' | 'UNKNOWN' => userStateTexts[value],
} as const;

/** User.status → User.state, phase expand. */
export const userState = {
  /** What `read` needs. */
  select: { state: true, status: true },
  /** The value of one record, copied yet or not. */
  read: (record: Pick<prismaClient.User, 'state' | 'status'>): 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN' => userStateConverter.parse(record.status),
  /** The `data` that sets it. */
  write: (value: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN'): { state: 'ACTIVE' | 'SUSPENDED' | 'UNKNOWN'; status: 'active' | 'banned' | 'UNKNOWN' } => ({
    state: value,
    status: userStateConverter.format(value),
  }),
} as const;

const orderUrgencyValues = new Map<string, 'NORMAL' | 'HIGH'>([['new', 'NORMAL'], ['rush', 'HIGH']]);
const orderUrgencyTexts = { NORMAL: 'new', HIGH: 'rush' } as const;

function parse_orderUrgency(value: 'new' | 'rush'): 'NORMAL' | 'HIGH';
function parse_orderUrgency(value: string | null): 'NORMAL' | 'HIGH' | null;
function parse_orderUrgency(value: string | null) {
  return value === null ? null : (orderUrgencyValues.get(value) ?? null);
}

function format_orderUrgency(value: 'NORMAL' | 'HIGH'): 'new' | 'rush';
function format_orderUrgency(value: 'NORMAL' | 'HIGH' | null): 'new' | 'rush' | null;
function format_orderUrgency(value: 'NORMAL' | 'HIGH' | null) {
  return value === null ? null : orderUrgencyTexts[value];
}

/** Between the values of `stage` and those of `urgency`. */
export const orderUrgencyConverter = {
  /** What a value of `stage` is as `urgency`; null for one that the map does not know. */
  parse: parse_orderUrgency as typeof parse_orderUrgency,
  /** What old instances read in `stage` for a value of `urgency`. */
  format: format_orderUrgency as typeof format_orderUrgency,
} as const;

/** Order.stage → Order.urgency, phase expand. */
export const orderUrgency = {
  /** What `read` needs. */
  select: { urgency: true, stage: true },
  /** The value of one record, copied yet or not. */
  read: (record: Pick<prismaClient.Order, 'urgency' | 'stage'>): 'NORMAL' | 'HIGH' | null => orderUrgencyConverter.parse(record.stage),
  /** The `data` that sets it. */
  write: (value: 'NORMAL' | 'HIGH' | null): { urgency: 'NORMAL' | 'HIGH' | null; stage: 'new' | 'rush' | null } => ({
    urgency: value,
    stage: orderUrgencyConverter.format(value),
  }),
} as const;

const ticketPriorityValues = { low: 'NORMAL', high: 'HIGH', urgent: 'HIGH' } as const;
const ticketPriorityTexts = { NORMAL: 'low', HIGH: 'high' } as const;

/** Between the values of `level` and those of `priority`. */
export const ticketPriorityConverter = {
  /** What a value of `level` is as `priority`. */
  parse: (value: 'low' | 'high' | 'urgent'): 'NORMAL' | 'HIGH' => ticketPriorityValues[value],
  /** What old instances read in `level` for a value of `priority`. */
  format: (value: 'NORMAL' | 'HIGH'): 'low' | 'high' => ticketPriorityTexts[value],
} as const;

/** Ticket.level → Ticket.priority, phase migrate. */
export const ticketPriority = {
  /** What `read` needs. */
  select: { priority: true },
  /** The value of one record. */
  read: (record: Pick<prismaClient.Ticket, 'priority'>): prismaClient.Ticket['priority'] => record.priority,
  /** The `data` that sets it. */
  write: (value: 'NORMAL' | 'HIGH'): { priority: 'NORMAL' | 'HIGH'; level: 'low' | 'high' } => ({
    priority: value,
    level: ticketPriorityConverter.format(value),
  }),
} as const;

const documentPriorityValues = { low: 'NORMAL', high: 'HIGH', urgent: 'HIGH' } as const;
const documentPriorityTexts = { NORMAL: 'low', HIGH: 'high' } as const;

/** Between the values of `level` and those of `priority`. */
export const documentPriorityConverter = {
  /** What a value of `level` is as `priority`. */
  parse: (value: 'low' | 'high' | 'urgent'): 'NORMAL' | 'HIGH' => documentPriorityValues[value],
  /** What old instances read in `level` for a value of `priority`. */
  format: (value: 'NORMAL' | 'HIGH'): 'low' | 'high' => documentPriorityTexts[value],
} as const;

/** Document.level → Document.priority, phase contract. */
export const documentPriority = {
  /** What `read` needs. */
  select: { priority: true },
  /** The value of one record. */
  read: (record: Pick<prismaClient.Document, 'priority'>): prismaClient.Document['priority'] => record.priority,
  /** The `data` that sets it. */
  write: (value: 'NORMAL' | 'HIGH'): { priority: 'NORMAL' | 'HIGH' } => ({
    priority: value,
  }),
} as const;

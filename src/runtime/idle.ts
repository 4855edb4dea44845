import type { TransitionsMetadata } from './metadata.js';
import type { NoTypes, TransitionsExtension, TransitionsOptions } from './options.js';

export type { TransitionsMetadata } from './metadata.js';
export type {
  Drift,
  TransitionCounter,
  TransitionCounters,
  TransitionsExtension,
  TransitionsOptions,
} from './options.js';
export { TransitionError, type TransitionErrorCode } from './transition-error.js';

/** The extension where no transition has anything for it to do: the client stays as it is. */
export function transitionsExtension<Known = NoTypes>(
  _metadata: TransitionsMetadata,
  _options: TransitionsOptions = {},
): TransitionsExtension<Known> {
  return (client) => client;
}

/** The same, applied. */
export function applyTransitions<Client extends object>(
  client: Client,
  _metadata: TransitionsMetadata,
  _options: TransitionsOptions = {},
): Client {
  return client;
}

export { applyTransitions, transitionsExtension } from './extension.js';
export type { TransitionsMetadata } from './metadata.js';
export type {
  Drift,
  TransitionCounter,
  TransitionCounters,
  TransitionsExtension,
  TransitionsOptions,
} from './options.js';
export { TransitionError, type TransitionErrorCode } from './transition-error.js';

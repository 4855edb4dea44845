export { applyTransitions, type TransitionsExtension, transitionsExtension } from './extension.js';
export type {
  FieldTransition,
  ModelMetadata,
  RelationMetadata,
  SideMetadata,
  TransitionsMetadata,
  ValueMap,
} from './metadata.js';
export type { Drift, TransitionCounter, TransitionCounters, TransitionsOptions } from './observer.js';
export { readResult } from './read-result.js';
export { rewriteArgs } from './rewrite-args.js';
export { TransitionError, type TransitionErrorCode } from './transition-error.js';

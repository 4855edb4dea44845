import { joinUserErrors, type UserError } from '../errors.js';
import { readAnnotations } from './annotation.js';
import { type AnnotatedTransition, conflicts } from './conflicts.js';
import type { SchemaDocument } from './document.js';
import { readTransition } from './read-transition.js';
import { readWith } from './reading.js';
import type { Provider, Transition } from './transition.js';

/** What the annotations of a schema say. */
export interface AnnotatedSchema {
  /** In the order in which they stand in the schema. */
  readonly transitions: readonly Transition[];
  /** All mistakes of all annotations, each with its place (docs/annotation.md): none of them keeps another annotation from being read. */
  readonly problems: readonly UserError[];
}

/**
 * The transitions of a schema.
 *
 * @throws UserError all mistakes of all annotations at once
 */
export function readTransitions(document: SchemaDocument, provider: Provider): readonly Transition[] {
  const { transitions, problems } = readAnnotatedSchema(document, provider);
  const [first, ...rest] = problems;
  if (first) throw joinUserErrors([first, ...rest]);
  return transitions;
}

/** The transitions that can be read, and what is wrong with the others. */
export function readAnnotatedSchema(document: SchemaDocument, provider: Provider): AnnotatedSchema {
  const { annotations, errors } = readAnnotations(document);
  const found: AnnotatedTransition[] = [];
  const mistakes = [...errors];
  for (const annotation of annotations) {
    const read = readWith(document, annotation, provider, readTransition);
    if (read.value) found.push({ transition: read.value, annotation });
    mistakes.push(...read.errors);
  }
  const between = conflicts(annotations, found);
  return {
    transitions: found
      .filter(({ annotation }) => !between.some((conflict) => conflict.annotation === annotation))
      .map(({ transition }) => transition),
    problems: inOrder(document, [...mistakes, ...between.map(({ error }) => error)]),
  };
}

function inOrder(document: SchemaDocument, errors: readonly UserError[]): readonly UserError[] {
  const rank = ({ place }: UserError) => document.files.findIndex((file) => file.path === place?.file);
  return errors.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}

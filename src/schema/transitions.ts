import { joinUserErrors, type UserError } from '../errors.js';
import { readAnnotations } from './annotation.js';
import { type AnnotatedTransition, conflicts } from './conflicts.js';
import type { SchemaDocument } from './document.js';
import { readTransition } from './read-transition.js';
import { readWith } from './reading.js';
import type { Provider, Transition } from './transition.js';

/**
 * The transitions of a schema, in the order in which they stand in it.
 *
 * @throws UserError all mistakes of all annotations at once, each with its place (docs/annotation.md)
 */
export function readTransitions(document: SchemaDocument, provider: Provider): readonly Transition[] {
  const { annotations, errors } = readAnnotations(document);
  const found: AnnotatedTransition[] = [];
  const mistakes = [...errors];
  for (const annotation of annotations) {
    const read = readWith(document, annotation, provider, readTransition);
    if (read.value) found.push({ transition: read.value, annotation });
    mistakes.push(...read.errors);
  }
  mistakes.push(...conflicts(annotations, found));
  const [first, ...rest] = inOrder(document, mistakes);
  if (first) throw joinUserErrors([first, ...rest]);
  return found.map((each) => each.transition);
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

import { UserError } from '../errors.js';
import type { Annotation } from './annotation.js';
import { placeOf } from './document.js';
import { transitionId } from './read-transition.js';
import type { Column, Transition } from './transition.js';

/** A transition with the annotation that it came from. */
export interface AnnotatedTransition {
  readonly transition: Transition;
  readonly annotation: Annotation;
}

/** The ids of what a transition copies from. */
function sourceIds(transition: Transition): readonly string[] {
  const idOf = ({ model, field }: Column) => `${model}.${field}`;
  if ('sources' in transition) return transition.sources.map(idOf);
  if ('source' in transition) return [idOf(transition.source)];
  return 'sourceTable' in transition ? [transition.sourceTable.model] : [];
}

/** A mistake, and the annotation that it keeps from being a transition. */
export interface Conflict {
  readonly annotation: Annotation;
  readonly error: UserError;
}

/** Mistakes that lie between annotations. */
export function conflicts(
  annotations: readonly Annotation[],
  found: readonly AnnotatedTransition[],
): readonly Conflict[] {
  const errors: Conflict[] = [];
  const report = (annotation: Annotation, code: string, message: string, hint: string) => {
    const place = placeOf(annotation.comment.file, annotation.span);
    errors.push({ annotation, error: new UserError(code, message, { place, hint }) });
  };
  const targets = new Set<string>();
  for (const annotation of annotations) {
    const id = transitionId(annotation);
    if (targets.has(id)) {
      report(
        annotation,
        'two-transitions',
        `\`${id}\` bears two transitions`,
        'finish one before the other begins',
      );
    }
    targets.add(id);
  }

  const sourcesOf = new Map(found.map(({ transition }) => [transition.id, sourceIds(transition)]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (sourcesOf.get(from) ?? []).some((next) => reaches(next, to, seen));
  };
  const users = new Map<string, string>();
  for (const { transition, annotation } of found) {
    const { id } = transition;
    for (const source of sourceIds(transition)) {
      const user = users.get(source);
      if (user !== undefined && user !== id) {
        report(
          annotation,
          'source-in-use',
          `\`${source}\` is the source of \`${user}\` already`,
          'finish that transition first',
        );
      } else if (reaches(source, id, new Set())) {
        report(
          annotation,
          'cycle',
          `\`${id}\` and \`${source}\` are copied from each other`,
          'remove one of the annotations',
        );
      } else if (targets.has(source)) {
        report(
          annotation,
          'source-in-use',
          `\`${source}\` is itself the target of a transition`,
          'finish that transition first',
        );
      }
      users.set(source, user ?? id);
    }
  }
  return errors;
}

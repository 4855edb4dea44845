import type { ColumnTransition } from '../src/schema/transition.js';

/** What the generated helper of a transition is called: `userDisplayName`; where that would name two, `user_displayName`. */
export function helperName(transition: ColumnTransition, all: readonly ColumnTransition[]): string {
  const joined = ({ target }: ColumnTransition) => uncapitalise(target.model) + capitalise(target.field);
  const isUnique = all.filter((other) => joined(other) === joined(transition)).length === 1;
  return isUnique
    ? joined(transition)
    : `${uncapitalise(transition.target.model)}_${transition.target.field}`;
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function uncapitalise(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

import type { ColumnTransition } from '../src/schema/transition.js';

/** What `index.ts` declares and imports beside the helpers. Models are named through `prismaClient`. */
const TAKEN = [
  'applyTransitions',
  'prismaClient',
  'transitionOmit',
  'transitions',
  'transitionsExtension',
  'withTransitions',
];

/** What stands beside a helper of this name where values are mapped. */
const besideHelper = (name: string) => [name, `${name}Converter`, `${name}Texts`, `${name}Values`];

/** The names that a helper may get, the better ones first. */
const CANDIDATES: readonly ((model: string, field: string) => string)[] = [
  (model, field) => model + capitalise(field),
  (model, field) => `${model}_${field}`,
  // `user_status_Converter` is none of `user_statusConverter_`.
  (model, field) => `${model}_${field}_`,
];

/**
 * What the generated helper of a transition is called: `userDisplayName`; where that would name two things of the
 * generated file, `user_displayName`.
 */
export function helperName(transition: ColumnTransition, all: readonly ColumnTransition[]): string {
  const others = all.filter((other) => other !== transition);
  const names = CANDIDATES.map((candidate) => {
    const nameOf = ({ target }: ColumnTransition) => candidate(uncapitalise(target.model), target.field);
    const taken = new Set([...TAKEN, ...others.flatMap((other) => besideHelper(nameOf(other)))]);
    const name = nameOf(transition);
    return { name, isFree: besideHelper(name).every((each) => !taken.has(each)) };
  });
  return (names.find(({ isFree }) => isFree) ?? names.at(-1)!).name;
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function uncapitalise(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

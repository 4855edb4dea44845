import type { Index, Standing } from '../../database/catalog.js';
import { copyName, indexBody, withColumn } from '../../database/definition.js';
import { UserError } from '../../errors.js';
import type { ColumnTransition } from '../../schema/transition.js';
import type { IndexCopy } from './index-copy.js';

/**
 * The copies of the indexes over the source as the database has them: predicates, expressions, included columns,
 * operator classes, NULLS NOT DISTINCT and deferrable constraints, which the schema does not show, and indexes that it
 * does not know at all.
 *
 * @param copies those that the schema knows
 * @param standing what stands around the source in the database; [] where none was looked at
 * @throws UserError `index-not-carried` for one that cannot be copied exactly
 */
export function carriedIndexes(
  transition: ColumnTransition,
  copies: readonly IndexCopy[],
  standing: readonly Standing[],
): readonly IndexCopy[] {
  const found = standing.filter(
    (each): each is Index => each.kind === 'index' && !each.primary && !each.onPart && each.valid,
  );
  const names = new Set(copies.map(({ of }) => of).filter((name) => name !== undefined));
  return [
    ...copies.map((copy) => {
      const index = found.find(({ bareName }) => bareName === copy.of);
      return index === undefined || index.plain ? copy : { ...copy, ...exactly(transition, index) };
    }),
    ...found.filter(({ bareName }) => !names.has(bareName)).map((index) => unknownIndex(transition, index)),
  ];
}

/** An index that stands in no schema: its copy stands in none either. */
function unknownIndex(transition: ColumnTransition, index: Index): IndexCopy {
  return {
    unique: index.unique,
    fields: [transition.target.field],
    columns: index.columns.map((column) =>
      column === transition.source.column ? transition.target.column : column,
    ),
    databaseName: copyName(index.bareName, transition.source.column, transition.target.column),
    attribute: '',
    declared: true,
    ...exactly(transition, index),
  };
}

function exactly({ id, place, source, target, forward }: ColumnTransition, index: Index) {
  const body = indexBody(index.definition);
  const definition = body && withColumn(body, source.column, target.column, index.references);
  const isValue = index.references === index.columns.filter((column) => column === source.column).length;
  if (definition === undefined || (forward.kind !== 'copy' && !isValue)) {
    throw new UserError('index-not-carried', `${id} cannot carry over: ${index.definition}`, {
      place,
      hint:
        forward.kind === 'copy'
          ? `build one like it over "${target.column}" in a migration of your own, and drop this one first`
          : `it is made of values of "${source.column}", and those of "${target.column}" are others: drop it first, and build one over "${target.column}" in a migration of your own`,
    });
  }
  return { definition, ...(index.deferrable && { deferrable: index.deferrable }) };
}

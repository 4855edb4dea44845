import { isTooLong } from '../database/way-back.js';
import { UserError } from '../errors.js';
import { valuesBack } from '../model/conversion.js';
import type { ChangeType } from '../schema/transition.js';
import { databaseValueMap } from '../schema/value-map.js';
import { withEnumType } from './parts/enum-types.js';
import { replacedColumn, stagesOfReplacement } from './parts/replaced-column.js';
import { syncedColumns } from './parts/synced-columns.js';
import type { Scenario } from './scenario.js';

/**
 * A column gets another type by way of a second column: the stages are those of a rename. What is new is that values
 * are converted, and that the type of the target may have to be made.
 */
export const changeType: Scenario<ChangeType> = {
  stages(transition, context) {
    refuse(transition);
    const [expand, ...others] = stagesOfReplacement(replacedColumn(transition, context));
    if (!expand) throw new Error('A replacement has a first stage');
    return [withEnumType(expand, transition.target, context), ...others];
  },
  correspondence: syncedColumns,
  summary: ({ source, target, id }) =>
    `${source.model}.${source.field} (${source.type}) becomes ${id} (${target.type}).`,
};

function refuse(transition: ChangeType): void {
  const { id, place, source, target, forward } = transition;
  const notYet = (message: string, hint: string) => {
    throw new UserError('not-supported-yet', message, { place, hint });
  };
  if (forward.kind !== 'map') {
    notYet(
      `${id} converts its values ${forward.kind === 'sql' ? 'in SQL' : 'by a cast'}, which is not supported yet`,
      'only a change to an enum by a `map` can be planned for now',
    );
  }
  if (!target.enumValues) {
    notYet(
      `${id} becomes ${target.type}: new code could write text that old instances cannot read as ${source.type}`,
      'only a change to an enum can be planned for now',
    );
  }
  const map = databaseValueMap(transition);
  const tooLong = map && valuesBack(map).find((value) => isTooLong(value, source.sqlType));
  if (tooLong !== undefined) {
    throw new UserError(
      'map-too-long',
      `${id}: ${source.field} is ${source.sqlType}, which cannot hold ${JSON.stringify(tooLong)}: what new code writes has to fit into it on its way back`,
      { place, hint: `let ${source.field} take longer values first, or map a shorter value to the same` },
    );
  }
}

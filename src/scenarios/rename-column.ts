import type { RenameColumn } from '../schema/transition.js';
import { replacedColumn, stagesOfReplacement } from './parts/replaced-column.js';
import { syncedColumns } from './parts/synced-columns.js';
import type { Scenario } from './scenario.js';

/** A column gets another name by way of a second column of the same type. */
export const renameColumn: Scenario<RenameColumn> = {
  stages: (transition, context) => stagesOfReplacement(replacedColumn(transition, context)),
  correspondence: syncedColumns,
  summary: ({ source, id }) => `${source.model}.${source.field} becomes ${id}.`,
};

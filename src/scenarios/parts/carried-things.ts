import type { Standing } from '../../database/catalog.js';
import { copyName, withColumn } from '../../database/definition.js';
import type { Carried } from '../../database/operation.js';
import type { Conversion } from '../../model/conversion.js';

/**
 * What hangs on the source in the database, and on the target from stage expand on: its comment, the rights on the column
 * alone, and where values stay as they are each CHECK and each foreign key that can be written for the target exactly.
 *
 * @param conversion conditions over other values mean nothing for the target
 */
export function carriedThings(
  standing: readonly Standing[],
  conversion: Conversion,
  source: string,
  target: string,
): readonly Carried[] {
  return standing.flatMap((each): readonly Carried[] => {
    switch (each.kind) {
      case 'comment':
        return each.onTarget ? [] : [{ kind: 'comment', text: each.text }];
      case 'column-grant': {
        const { privilege, grantee, grantable } = each;
        return each.onTarget ? [] : [{ kind: 'grant', privilege, grantee, grantable }];
      }
      case 'check':
      case 'foreign-key': {
        if (each.onPart || conversion.kind !== 'copy') return [];
        const definition = withColumn(each.definition, source, target, each.references);
        const name = copyName(each.bareName, source, target);
        return definition === undefined ? [] : [{ kind: 'constraint', name, definition }];
      }
      default:
        return [];
    }
  });
}

import type { Standing } from '../../../database/catalog.js';
import type { Finding } from '../check.js';
import { aboutPartitionKey, aboutSource, aboutTarget, aboutTypedTable } from './column.js';
import type { Question } from './question.js';
import { aboutCascade, aboutInsteadRule, aboutPublication, aboutReader } from './readers.js';
import { aboutRoutine } from './routines.js';
import { aboutConstraint, aboutHiddenRows, aboutIndex, aboutRemark, aboutStatistics } from './rules.js';
import { aboutTrigger } from './triggers.js';

type Answers = {
  readonly [Kind in Standing['kind']]: (
    question: Question<Extract<Standing, { readonly kind: Kind }>>,
  ) => readonly Finding[];
};

/** What becomes of each kind. The table in docs/databases.md says the same in words. */
const answers: Answers = {
  'source-column': aboutSource,
  'target-column': aboutTarget,
  trigger: aboutTrigger,
  routine: aboutRoutine,
  view: aboutReader as Answers['view'],
  'materialized-view': aboutReader as Answers['view'],
  rule: aboutReader as Answers['view'],
  policy: aboutReader as Answers['view'],
  'generated-column': aboutReader as Answers['view'],
  'foreign-key-to-source': aboutReader as Answers['view'],
  'publication-of-source': aboutReader as Answers['view'],
  'other-dependent': aboutReader as Answers['view'],
  cascade: aboutCascade,
  'instead-rule': aboutInsteadRule,
  index: aboutIndex,
  check: aboutConstraint as Answers['check'],
  'foreign-key': aboutConstraint as Answers['check'],
  exclusion: aboutConstraint as Answers['check'],
  'column-grant': aboutRemark as Answers['column-grant'],
  publication: aboutPublication,
  'partition-key': aboutPartitionKey,
  statistics: aboutStatistics,
  comment: aboutRemark as Answers['comment'],
  'hidden-rows': aboutHiddenRows,
  'typed-table': aboutTypedTable,
};

/** What everything around a column means for the step that is about to be taken. */
export function judge(question: Omit<Question, 'standing'>): readonly Finding[] {
  return question.all.flatMap((standing) => {
    const answer = answers[standing.kind] as (question: Question) => readonly Finding[];
    return answer({ ...question, standing });
  });
}

import type { Provider } from '../../src/schema/transition.js';
import { parsedReferences } from './parsed.js';
import type { SqlReference } from './reference.js';
import { tokenReferences } from './token-references.js';
import { statementsOf } from './tokens.js';

/** The columns that SQL names: by a parser where it understands the statement, else by tokens. */
export function referencesIn(sql: string, provider: Provider): readonly SqlReference[] {
  return statementsOf(sql, provider).flatMap(
    (statement) => parsedReferences(statement, provider) ?? tokenReferences(statement, provider),
  );
}

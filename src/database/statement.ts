/** One SQL statement and the values to bind to its `$1`, `$2`, … or `?`. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Collects the values of a statement while its text is put together. Where placeholders have no numbers, call `add`
 * in the order of the text.
 *
 * @param placeholder the text for the value with this number, from 1
 */
export function parameters(placeholder: (number: number) => string) {
  const values: unknown[] = [];
  return {
    add: (value: unknown) => placeholder(values.push(value)),
    statement: (text: string): Statement => ({ text, values }),
  };
}

/** ` WHERE … AND …`, or nothing. */
export function whereAll(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
}

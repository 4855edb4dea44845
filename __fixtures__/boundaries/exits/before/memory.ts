/** A cache of the code's own: what becomes of a value in it is code too. */
export class TTLCache<T> {
  readonly #values = new Map<string, T>();
  set(key: string, value: T): void {
    this.#values.set(key, value);
  }
}

export const label = 'user_name is a column, and this is no SQL';

export type PlainObject = Readonly<Record<string, unknown>>;

/** An object literal: no Decimal, Date, Bytes, field reference or other value that is passed on as it is. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** `undefined` and `Prisma.skip` both mean that an argument is not there. */
export function isAbsent(value: unknown): boolean {
  // Prisma exports the class of `skip` nowhere that works for all versions and both client generators.
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && 'ifUndefined' in value && !isPlainObject(value))
  );
}

/** `prisma.user.fields.name`, known by its shape for the same reason. */
export function isFieldReference(value: unknown): value is { modelName: string; name: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isPlainObject(value) &&
    'modelName' in value &&
    'name' in value &&
    'typeName' in value
  );
}

/** Changes the values of an object; the object itself comes back where none changed. */
export function mapValues(
  object: PlainObject,
  change: (value: unknown, key: string) => unknown,
): PlainObject {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const value = change(object[key], key);
    if (value !== object[key]) {
      copy ??= { ...object };
      copy[key] = value;
    }
  }
  return copy ?? object;
}

/** Changes a value, or each one of a list; the list itself comes back where none changed. */
export function mapEach(value: unknown, change: (item: unknown) => unknown): unknown {
  if (!Array.isArray(value)) return change(value);
  let copy: unknown[] | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const item = change(value[index]);
    if (item === value[index]) continue;
    copy ??= [...value];
    copy[index] = item;
  }
  return copy ?? value;
}

/** Whether two values of one Prisma type are equal, as the database would see them. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (ArrayBuffer.isView(left) && ArrayBuffer.isView(right)) return sameBytes(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (isPlainObject(left) && isPlainObject(right)) {
    const keys = Object.keys(left);
    const others = new Set(Object.keys(right));
    return (
      keys.length === others.size && keys.every((key) => others.has(key) && sameValue(left[key], right[key]))
    );
  }
  return isDecimal(left) && isDecimal(right) && left.toFixed() === right.toFixed();
}

function sameBytes(left: ArrayBufferView, right: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const other = bytes(right);
  return left.byteLength === right.byteLength && bytes(left).every((byte, index) => byte === other[index]);
}

function isDecimal(value: object): value is { toFixed(): string } {
  return 'toFixed' in value && typeof value.toFixed === 'function';
}

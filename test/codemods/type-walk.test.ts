import { expect, test } from 'vitest';
import { BRAND_PREFIX, createTypeWalk } from '../../codemods/checker/type-walk.js';

interface Type {
  readonly id: number;
  readonly name?: string;
  readonly union?: readonly Type[];
  readonly constraint?: Type;
  readonly members?: Readonly<Record<string, Type>>;
}

/** Says how often each question about a type was put. */
function countingWalk() {
  const asked = new Map<string, number>();
  const count = (question: string, { id }: Type) => {
    const key = `${question} ${id}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
  };
  const walk = createTypeWalk<Type, Type>({
    id: ({ id }) => id,
    isAny: () => false,
    isNullish: () => false,
    stringLiteral: () => undefined,
    union: (type) => {
      count('union', type);
      return type.union;
    },
    intersection: () => undefined,
    constraint: (type) => {
      count('constraint', type);
      return type.constraint;
    },
    property: ({ members }, name) => members?.[name],
    typeOf: (symbol) => symbol,
    indexed: () => undefined,
    element: (type) => {
      count('element', type);
      return undefined;
    },
    symbolName: ({ name }) => name,
    isObject: ({ members }) => members !== undefined,
    firstParameters: () => [],
    results: () => [],
    typeArguments: () => [],
    members: (type) => {
      count('members', type);
      return Object.entries(type.members ?? {}).map(([name, each]) => ({ name, type: each }));
    },
  });
  return { walk, asked };
}

test('a type that many values hold is asked about once', () => {
  const brand: Type = { id: 1, name: `${BRAND_PREFIX}0` };
  const user: Type = { id: 2, members: { userName: brand } };
  const generic: Type = { id: 3, constraint: user };
  const { walk, asked } = countingWalk();
  const holding = (id: number): Type => ({
    id,
    members: { author: generic, editor: { id: id + 1, union: [user] } },
  });
  for (const start of [holding(10), holding(20), holding(30)]) {
    expect(walk.carried(start).map(({ path }) => path.join('.'))).toEqual([
      'author.userName',
      'editor.userName',
    ]);
    expect(walk.walk(start, ['author', 'userName'])).toMatchObject({ brands: [`${BRAND_PREFIX}0`] });
  }
  expect([...asked].filter(([, times]) => times > 1)).toEqual([]);
});

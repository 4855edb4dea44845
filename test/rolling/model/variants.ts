import type { Provider } from '../../../src/schema/transition.js';

/** One transition, on a model of its own: what its columns promise, and the values that go through it. */
export interface Variant {
  /** The name of the model and of its table. */
  readonly model: string;
  readonly required: boolean;
  readonly unique: boolean;
  /** The default of the source, and then of the target. */
  readonly default?: string;
  /** What old generations write, and what new ones do. */
  readonly texts: readonly string[];
  readonly targets: readonly string[];
  /** Only for a change to an enum. */
  readonly map?: { readonly entries: Readonly<Record<string, string>>; readonly otherwise: string };
}

const texts = ['', 'a', 'b', 'c', "it's", 'ünï', 'x\\y', ' lead', '"q"', '$pec$'];
const rename = { texts, targets: texts };
const toEnum = {
  texts: ['active', 'on', 'banned', 'odd', 'UNKNOWN', ''],
  targets: ['ACTIVE', 'SUSPENDED', 'UNKNOWN'],
  map: { entries: { active: 'ACTIVE', on: 'ACTIVE', banned: 'SUSPENDED' }, otherwise: 'UNKNOWN' },
};

export const variants: readonly Variant[] = [
  { model: 'Renamed', required: true, unique: false, ...rename },
  { model: 'RenamedUnique', required: true, unique: true, ...rename },
  { model: 'RenamedOptional', required: false, unique: false, ...rename },
  { model: 'RenamedOptionalUnique', required: false, unique: true, ...rename },
  { model: 'Enumerated', required: true, unique: false, ...toEnum },
  { model: 'EnumeratedOptional', required: false, unique: false, ...toEnum },
];

/** Under `code` the plan refuses a default: the application would have to double it. */
export const withDefault: readonly Variant[] = [
  { model: 'RenamedDefault', required: true, unique: false, default: 'a', ...rename },
  { model: 'EnumeratedDefault', required: true, unique: false, default: 'banned', ...toEnum },
];

/** The target's value for a text, by the words of the annotation. */
export function up({ map }: Variant, text: string | null): string | null {
  return text === null || !map ? text : (map.entries[text] ?? map.otherwise);
}

/** The text for a value of the target: the first that leads to it, or else its name. */
export function down({ map }: Variant, value: string | null): string | null {
  if (value === null || !map) return value;
  return Object.entries(map.entries).find(([, to]) => to === value)?.[0] ?? value;
}

/** The name of the relation field of `Owner`, and of the delegate. */
export function delegateOf({ model }: Variant): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** The model as the user annotates it, and its enum. */
export function annotated({ model, required, unique, default: value, map }: Variant): string {
  const optional = required ? '' : '?';
  const attributes = `${unique ? ' @unique' : ''}${value === undefined ? '' : ` @default("${value}")`}`;
  const pairs = map && [...Object.entries(map.entries), ['*', map.otherwise] as const];
  const given = pairs ? ` map:{${pairs.map(([from, to]) => `${from}: ${to}`).join(', ')}}` : '';
  const type = map ? `${model}State` : 'String';
  return `${map ? `enum ${type} {\n  ACTIVE\n  SUSPENDED\n  UNKNOWN\n}\n` : ''}model ${model} {
  id      Int     @id @default(autoincrement())
  key     String  @unique
  note    Int?
  ownerId Int?
  owner   Owner?  @relation(fields: [ownerId], references: [id])
  source  String${optional}${attributes} @map("s")
  /// @transition from:source${given}
  target  ${type}? @map("t")
}
`;
}

/** The model to which all of them belong. */
export function owner(of: readonly Variant[]): string {
  return `model Owner {\n  id Int @id\n${of.map((each) => `  ${delegateOf(each)} ${each.model}[]\n`).join('')}}\n`;
}

/** The tables as they are before release 1, as Prisma would make them. */
export function tables(provider: Provider, of: readonly Variant[]): readonly string[] {
  const quote = (name: string) => (provider === 'mysql' ? `\`${name}\`` : `"${name}"`);
  const [text, id, end] = {
    postgresql: ['TEXT', 'SERIAL PRIMARY KEY', ''],
    mysql: [
      'VARCHAR(191)',
      'INTEGER AUTO_INCREMENT PRIMARY KEY',
      ' DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
    ],
    sqlite: ['TEXT', 'INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT', ''],
  }[provider];
  return [
    `CREATE TABLE ${quote('Owner')} (${quote('id')} INTEGER NOT NULL PRIMARY KEY)${end}`,
    `INSERT INTO ${quote('Owner')} VALUES (1)`,
    ...of.flatMap(({ model, required, unique, default: value }) => {
      const column = `${text}${required ? ' NOT NULL' : ''}${value === undefined ? '' : ` DEFAULT '${value}'`}`;
      const columns = [
        `${quote('id')} ${id}`,
        `${quote('key')} ${text} NOT NULL`,
        `${quote('note')} INTEGER`,
        `${quote('ownerId')} INTEGER`,
        `${quote('s')} ${column}`,
        `CONSTRAINT ${quote(`${model}_ownerId_fkey`)} FOREIGN KEY (${quote('ownerId')}) REFERENCES ${quote('Owner')} (${quote('id')}) ON DELETE SET NULL ON UPDATE CASCADE`,
      ];
      const index = (name: string) =>
        `CREATE UNIQUE INDEX ${quote(`${model}_${name}_key`)} ON ${quote(model)} (${quote(name)})`;
      return [
        `CREATE TABLE ${quote(model)} (${columns.join(', ')})${end}`,
        index('key'),
        ...(unique ? [index('s')] : []),
      ];
    }),
  ];
}

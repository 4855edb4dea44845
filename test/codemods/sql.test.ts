import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referencesIn } from '../../codemods/sql/references.js';
import { sqlPlaces } from '../../codemods/sql/sql-places.js';
import { asPostgres, tokensOf } from '../../codemods/sql/tokens.js';
import type { Provider } from '../../src/schema/transition.js';
import type { TransitionEntry } from '../../src/schema/transitions-file.js';

const entry: TransitionEntry = {
  id: 'User.displayName',
  scenario: 'rename-column',
  phase: 'migrate',
  model: 'User',
  table: 'users',
  helper: 'userDisplayName',
  source: { field: 'userName', column: 'user_name', type: 'String' },
  target: { field: 'displayName', column: 'display_name', type: 'String' },
  uniqueKeys: [],
};
const shape = { fields: {}, compoundKeys: {} };
const models = {
  User: { ...shape, delegate: 'user', table: 'users' },
  Post: { ...shape, delegate: 'post', table: 'posts' },
};

function said(sql: string, provider: Provider = 'postgresql'): string[] {
  const file = { path: '/q.sql', file: 'q.sql', text: sql };
  const found = {
    scripts: [],
    holders: [],
    exits: [],
    feeders: [],
    data: [],
    others: [file],
    filesAnalysed: 1,
    leftOut: { minified: 0, vendored: 0 },
    packages: [],
  };
  return sqlPlaces(found, [entry], { provider, models }).map(({ reason, hint }) => hint ?? reason);
}

describe('what a statement does with the column', () => {
  test.each<[string, Provider, string[]]>([
    [
      'SELECT u."user_name" FROM users u',
      'postgresql',
      ['Reads column "user_name" of table "users" in a SELECT; change it to "display_name".'],
    ],
    [
      'UPDATE `users` SET `user_name` = ? WHERE note = "user_name"',
      'mysql',
      [
        'Writes column "user_name" of table "users" in an UPDATE; change it to "display_name".',
        'See whether "user_name" in this SQL means the column "user_name".',
      ],
    ],
    [
      'INSERT INTO [users] ([user_name]) VALUES (?)',
      'sqlite',
      ['Writes column "user_name" of table "users" in an INSERT; change it to "display_name".'],
    ],
    [
      'DELETE FROM users WHERE user_name IS NULL',
      'sqlite',
      ['Reads column "user_name" of table "users" in a DELETE; change it to "display_name".'],
    ],
    [
      'CREATE INDEX i ON users (user_name)',
      'postgresql',
      ['Reads column "user_name" of table "users" in a CREATE INDEX; change it to "display_name".'],
    ],
    [
      'SELECT user_name FROM users USE INDEX (i) LIMIT 1',
      'mysql',
      [
        'Names column "user_name" of table "users" in a SELECT (told by its tokens: the SQL could not be parsed); change it to "display_name".',
      ],
    ],
    ['SELECT p.user_name FROM posts p JOIN users u ON u.id = p.author_id', 'mysql', ['sql-other-table']],
    // A view may show the column under its own name.
    [
      'SELECT user_name FROM active_users',
      'postgresql',
      ['Reads column "user_name" in a SELECT; change it to "display_name".'],
    ],
    [
      'SELECT (SELECT user_name FROM users LIMIT 1) FROM posts',
      'postgresql',
      ['Reads column "user_name" of table "users" in a SELECT; change it to "display_name".'],
    ],
    [
      'user_name IS NULL',
      'postgresql',
      [
        'Names column "user_name" in a fragment (told by its tokens: the SQL could not be parsed); change it to "display_name".',
      ],
    ],
    [
      'SELECT user_name AS "userName" FROM users /* user_name */',
      'postgresql',
      [
        'Reads column "user_name" of table "users" in a SELECT; change it to "display_name".',
        'sql-alias',
        'comment',
      ],
    ],
  ])('%s (%s)', (sql, provider, expected) => {
    expect(said(sql, provider)).toEqual(expected);
  });
});

test('one statement that is not understood leaves the others to the parser', () => {
  const sql = 'SELECT a FROM x QUALIFY y; SELECT b FROM z';
  expect(referencesIn(sql, 'postgresql').map(({ name, parsed }) => [name, parsed])).toContainEqual([
    'b',
    true,
  ]);
  expect(referencesIn(sql, 'postgresql').map(({ name, parsed }) => [name, parsed])).toContainEqual([
    'a',
    false,
  ]);
});

const providers = fc.constantFrom<Provider>('postgresql', 'mysql', 'sqlite');
const pieces = fc
  .array(
    fc.constantFrom(
      'SELECT',
      ' ',
      'user_name',
      '"a b"',
      '`c`',
      "'it''s'",
      '[d]',
      ';',
      '?',
      '--x\n',
      '/*',
      '*/',
      '$1',
      '$$',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

test('tokens cover any text in order, and every spelling keeps every place', () => {
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string()), providers, (sql, provider) => {
      const tokens = tokensOf(sql, provider);
      let end = 0;
      for (const { offset, length } of tokens) {
        expect(sql.slice(end, offset).trim()).toBe('');
        end = offset + length;
      }
      expect(sql.slice(end).trim()).toBe('');
      expect(asPostgres(sql, provider)).toHaveLength(sql.length);
      for (const { offset, length } of referencesIn(sql, provider)) {
        expect(sql.slice(offset, offset + length)).toHaveLength(length);
      }
    }),
  );
});

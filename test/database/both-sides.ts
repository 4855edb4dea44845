/** What a two-way trigger makes of each way to write, on every database alike: columns `s` (source) and `t` (target). */
type Row = readonly [source: string | null, target: string | null];

export const inserts: readonly (readonly [name: string, sql: string, rows: readonly Row[]])[] = [
  ['an old generation', `(s) VALUES ('a')`, [['a', 'a']]],
  ['a new generation', `(t) VALUES ('a')`, [['a', 'a']]],
  ['both sides, equal', `(s, t) VALUES ('a', 'a')`, [['a', 'a']]],
  ['both sides, different: the target wins', `(s, t) VALUES ('a', 'b')`, [['b', 'b']]],
  ['both sides, of another case', `(s, t) VALUES ('a', 'A')`, [['A', 'A']]],
  ['both sides, of another length', `(s, t) VALUES ('a', 'a ')`, [['a ', 'a ']]],
  ['neither', `(s, t) VALUES (NULL, NULL)`, [[null, null]]],
  ['an explicit NULL beside a value', `(s, t) VALUES ('a', NULL)`, [['a', 'a']]],
  ['an explicit NULL source beside a value', `(s, t) VALUES (NULL, 'a')`, [['a', 'a']]],
  [
    'many rows',
    `(s) VALUES ('1'), ('2'), ('3')`,
    [
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ],
  ],
  ['an empty string, which is a value', `(s, t) VALUES ('a', '')`, [['', '']]],
];

/** Of a row whose source is `a`, and whose target is `a` or not copied yet. */
export const updates: readonly (readonly [name: string, assignments: string, row: Row, uncopied?: Row])[] = [
  ['the source', `s = 'x'`, ['x', 'x']],
  ['the target', `t = 'x'`, ['x', 'x']],
  ['the source, in case alone', `s = 'A'`, ['A', 'A']],
  ['the target, in case alone', `t = 'A'`, ['A', 'A']],
  ['both, equal', `s = 'x', t = 'x'`, ['x', 'x']],
  ['both, different: the target wins', `s = 'x', t = 'y'`, ['y', 'y']],
  ['the source to NULL', 's = NULL', [null, null]],
  // To set it to the NULL that it has is no change.
  ['the target to NULL', 't = NULL', [null, null], ['a', 'a']],
  ['neither', 'other = 1', ['a', 'a']],
  ['the source to what it was', `s = 'a'`, ['a', 'a']],
];

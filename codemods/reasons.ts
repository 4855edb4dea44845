/** Why a place is in its class: stable codes, one section each in docs/reasons.md. */
export interface Reason {
  readonly sentence: string;
  /** What to do about it; only where there is something to do. */
  readonly hint?: string;
  /** The place fails, writes nothing or shows what was hidden once the source is gone. */
  readonly breaks?: true;
  /** What the place hides under the old name may come out under the new one. */
  readonly shows?: true;
}

export const reasons = {
  // rewritten
  'result-member': { sentence: 'The value read here comes from the field, as its type shows.' },
  'query-argument': { sentence: 'Prisma expects a name of this model here.' },
  'write-argument': { sentence: 'Prisma expects the data of this model here.' },
  'typed-name': { sentence: 'A type made from the names of the model expects this name.' },
  'library-name': {
    sentence: 'A library takes it for the name of a member, and the type of the value has the field.',
  },
  'name-of-uses': {
    sentence: 'A constant or a type alias that all its uses take for the name of the field.',
  },
  'origin-of-value': {
    sentence: 'The value has no type here, and all that it is made of has the field.',
  },
  'replaced-field': {
    sentence:
      'The key stands for the field of a record that is spread beside it, and the object stays a record.',
  },
  'client-name': { sentence: 'The generated client declares this name, as the compiler shows.' },
  'double-select': { sentence: 'Both fields were named here; one is enough.' },
  fallback: { sentence: 'A fallback between source and target became a plain read of the target.' },
  'hidden-with-target': { sentence: 'The source is hidden here, so the target is hidden beside it.' },
  doubled: { sentence: 'The target is written beside the source.' },
  'source-removed': { sentence: 'The source was no longer needed beside the target.' },
  'helper-inlined': {
    sentence: 'The generated helper goes with the transition; what it does is written out.',
  },
  // notes on what was rewritten
  'rest-keeps-source': {
    sentence: 'The rest of the pattern now holds the source, which was taken out of it before.',
    hint: 'See who uses the rest, and take the source out of it too if it must not be seen.',
  },
  'default-not-for-null': {
    sentence: 'The default stands in for undefined, and the target may be null.',
    hint: 'Take the default with `??` if it is meant for null too.',
  },
  'list-of-names': {
    sentence: 'A list of names often shows outside, as columns of a table or of a file.',
    hint: 'See where the list goes, and whether the old name has to stay there.',
  },
  'stored-shape': {
    sentence: 'The text that is parsed here comes from elsewhere, or may be older than the rename.',
    hint: 'Read both names for as long as old texts may come, from a cache, a queue or a client.',
  },
  'values-merge': {
    sentence: 'Several old values are this one now, so more may match than before.',
    hint: 'Look whether the difference between them mattered here.',
  },
  'value-converted': {
    sentence: 'The value goes through the generated converter here, so that its text stays as it was.',
    hint: 'Before the last stage the converter goes: let the new value through, or map it in code of your own.',
  },
  // already done
  'local-name-kept': { sentence: 'A local name that an earlier run kept for the target.' },
  'target-beside': { sentence: 'The target stands beside the source already.' },
  // unrelated
  'local-name': { sentence: 'A variable, parameter, function, type or import of that name, not a member.' },
  'private-name': { sentence: 'A private member of a class.' },
  'helper-import': { sentence: 'The import of a generated helper; it goes with its last use.' },
  'own-declaration': { sentence: 'A member that the code itself declares, for a shape of its own.' },
  'own-shape': { sentence: 'A key of an object that reaches no Prisma argument.' },
  'other-member': { sentence: 'The type shows a member of something else with the same name.' },
  'value-of-field': { sentence: 'A value of the field that is spelled like its name.' },
  'hides-nothing': { sentence: 'The type that the name is taken out of has no such member.' },
  comment: { sentence: 'Text of a comment.' },
  'jsx-text': { sentence: 'Text that JSX prints.' },
  'part-of-word': { sentence: 'Part of a longer word with hyphens.' },
  'url-part': { sentence: 'A segment of a path, or a parameter of a URL.' },
  prose: { sentence: 'A word of a sentence.' },
  placeholder: {
    sentence:
      'A placeholder or a label in a message, and nothing of the model is given to fill it by its own names.',
  },
  'foreign-text': {
    sentence: 'Text for code of others, which gets nothing of the model with it.',
  },
  selector: { sentence: 'Part of a CSS selector.' },
  'database-name': { sentence: 'Raw SQL names tables and columns, which keep their names.' },
  'sql-other-table': { sentence: 'SQL names a column of another table here.' },
  'sql-alias': { sentence: 'SQL gives this name itself, to a column of its result.' },
  'part-of-text': { sentence: 'A word of a longer text, which no query takes for the name of a model.' },
  'no-query': { sentence: 'A member of a value that is `any`, and no query is called on it.' },
  'no-record': {
    sentence: 'A member that errors and constructors have, of one that was caught or of a constructor.',
  },
  'called-member': {
    sentence: 'A member of a value that is `any` is called here, and a column holds no function.',
  },
  'other-data': {
    sentence: 'A word in a file of data that is no key beside other fields of the model.',
  },
  'module-name': { sentence: 'The name of a module.' },
  'belongs-to-reads': { sentence: 'A place that reads the field: `switch-reads` owns it.' },
  'belongs-to-writes': { sentence: 'A place that writes the field: `switch-writes` owns it.' },
  // ignored
  'ignore-line': { sentence: '`pec-ignore-next-line` stands before it.' },
  'ignore-file': { sentence: '`pec-ignore-file` stands in the file.' },
  // needs you
  'untyped-receiver': {
    sentence: 'The value is `any`, so nothing proves whose member this is.',
    hint: 'Give the value a type, or rename it by hand if it holds a record of the model.',
    breaks: true,
  },
  'untyped-client': {
    sentence: 'It is called like a query of Prisma, on a client that is `any`.',
    hint: 'Give the client its type, or rename it by hand.',
    breaks: true,
  },
  'untyped-parameter': {
    sentence: 'It is a key of an object that a function of this code takes as `any`.',
    hint: 'Give the parameter its type, or rename the key by hand if it gets to Prisma.',
    breaks: true,
  },
  'unknown-member': {
    sentence: 'The type of the value has no such member.',
    hint: 'See the type error here; rename it by hand if it means the field.',
    breaks: true,
  },
  'ambiguous-receiver': {
    sentence:
      'The value is, or may be, something else than a record of the model that has a member of the same name.',
    hint: 'Narrow the value first, or read both names by hand.',
    breaks: true,
  },
  'mixed-flows': {
    sentence: 'The object reaches a Prisma argument and also something else.',
    hint: 'Build two objects, or rename the key by hand together with its other uses.',
    breaks: true,
  },
  'replaces-field': {
    sentence:
      'The key stands for the field of a record that is spread beside it, in an object without a type.',
    hint: 'Rename the key, or keep it and take the field out of the record, whose own value would come through.',
    breaks: true,
    shows: true,
  },
  'unchecked-record': {
    sentence:
      'The object goes where a record of the model is expected, past the compiler: it is asserted or `any` on the way.',
    hint: 'Rename the key with the field, or give the object the type of the record.',
  },
  'beside-record': {
    sentence:
      'A function of a package gets the name together with a record of the model, and its types take any name.',
    hint: 'Rename it by hand if the function looks for the member in the record.',
  },
  'untyped-string': {
    sentence: 'The string is the name of the field, but no type says so.',
    hint: 'Rename it by hand if it means the field; otherwise put `// pec-ignore-next-line` before it.',
  },
  'inside-string': {
    sentence: 'The name stands inside a longer text.',
    hint: 'Rename it by hand if it means the field; otherwise put `// pec-ignore-next-line` before it.',
  },
  'spelled-otherwise': {
    sentence: 'The name is spelled with an escape, or put together from texts.',
    hint: 'Write it out, then run the codemod again.',
    breaks: true,
  },
  'raw-row': {
    sentence:
      'Rows of a query in SQL have the keys that the SQL gives, whatever type the code says they have.',
    hint: 'Let the SQL give the column its new name (`AS`), then change the type of the rows and their reads together.',
  },
  'raw-sql': {
    sentence: 'Raw SQL names its columns itself.',
    hint: 'Change it to the column of the target by hand.',
    breaks: true,
  },
  'keys-at-run-time': {
    sentence: 'The keys of a record are listed when the code runs, and the name is looked for among them.',
    hint: 'Decide whether the old key, the new one or both are meant.',
  },
  'expected-call': {
    sentence: 'A test expects a query with this name in its arguments.',
    hint: 'Rename it by hand as the query was rewritten.',
  },
  'mocked-query': {
    sentence: 'A test gives this record in place of what a query returns.',
    hint: 'Give it the target as well, as the query would.',
  },
  'form-value': {
    sentence: 'A form holds an object with this name, and gives it back as `any`.',
    hint: 'Rename it by hand if whoever reads the form takes it for a record of the model.',
  },
  'permission-field': {
    sentence: 'A permission names the field.',
    hint: 'Name both fields until the last stage, then the new one alone.',
  },
  'literal-type': {
    sentence: 'A literal type with the name of the field, and nothing proves where it is used.',
    hint: 'Rename it by hand if it means the field.',
  },
  'structural-type': {
    sentence: 'A shape of its own with a member of this name, which records of the model are made to fit.',
    hint: 'Give the shape the new name together with what reads it, or map the records to it.',
  },
  'feeds-query': {
    sentence: 'A shape of its own, whose values a query takes as they are.',
    hint: 'Keep the outward name and map it where the query takes it, or rename it together with those who send it.',
    breaks: true,
  },
  'name-as-key': {
    sentence: 'The text goes on from here to where a query or a record takes it for the name of the field.',
    hint: 'Rename it if this code alone gives it; if others send or store it, keep it and map it where the query takes it.',
    breaks: true,
  },
  'uses-disagree': {
    sentence: 'Some uses of this constant or type alias take it for the name of the field, others do not.',
    hint: 'Make it two, or rename it by hand together with its other uses.',
    breaks: true,
  },
  'no-target-key': {
    sentence: 'The compound unique key has no counterpart with the target.',
    hint: 'Add `@@unique` with the target to the model, generate the client and run again.',
    breaks: true,
  },
  'conflicting-condition': {
    sentence: 'Source and target are both named here, with different values.',
    hint: 'Merge the two by hand.',
    breaks: true,
  },
  'evaluate-once': {
    sentence: 'Something would have to be computed twice.',
    hint: 'Put it into a constant first.',
    breaks: true,
  },
  'key-elsewhere': {
    sentence: 'The name is a key of an object that stands elsewhere, so the target finds no place beside it.',
    hint: 'Write both keys where the object is.',
    breaks: true,
    shows: true,
  },
  'conflicting-write': {
    sentence: 'Source and target are both written, with different values.',
    hint: 'Decide which value is right and keep that one.',
    breaks: true,
  },
  'helper-in-use': {
    sentence: 'The generated helper goes with the transition, and is still used here.',
    hint: 'Let the new value through, or map it in code of your own.',
  },
  'still-read': {
    sentence: 'The source is still read here.',
    hint: 'Run `switch-reads`; what that leaves, rename by hand.',
    breaks: true,
  },
  'still-written': {
    sentence: 'The source is still written here, without the target.',
    hint: 'Run `switch-writes`; what that leaves, write to the target by hand.',
    breaks: true,
  },
  'side-effect': {
    sentence: 'The value would no longer be computed, and computing it may do something.',
    hint: 'Keep what it does, then remove the key by hand.',
    breaks: true,
  },
  'unmapped-value': {
    sentence: 'The map of the transition does not know this value.',
    hint: 'Add it to the map of the annotation, or see whether the code is still needed.',
    breaks: true,
  },
  'value-not-literal': {
    sentence: 'The value is computed, and what it may be is not known here.',
    hint: 'Map it with the generated converter, `…Converter.parse(value)`, and rename by hand.',
    breaks: true,
  },
  'value-leaves': {
    sentence:
      'The value goes on from here in a way that no converter can be put into, and its text would change in silence.',
    hint: 'Switch what uses it as well and rename by hand, or keep the old text with the generated `…Converter.format(value)`.',
    breaks: true,
  },
  'not-by-value': {
    sentence: 'The condition is about the text of the value, and an enum has none.',
    hint: 'List the values that it matches: `in: […]`.',
    breaks: true,
  },
  'order-differs': {
    sentence: 'An enum sorts by the order of its values, a text by its letters.',
    hint: 'Rename it by hand if the new order is right.',
    breaks: true,
  },
  'arms-merge': {
    sentence: 'Two arms of this switch would be for one value.',
    hint: 'Merge the arms by hand.',
    breaks: true,
  },
  'adds-type-error': {
    sentence: 'Rewriting this adds a type error, so it was held back.',
    hint: 'See the diagnostic; rename it by hand together with what it touches.',
    breaks: true,
  },
  'shape-differs': {
    sentence: 'A record of the model and a shape of your own no longer fit each other here.',
    hint: 'Give the shape the new name together with what reads it, or map one to the other here.',
    breaks: true,
  },
  'error-follows': {
    sentence: 'What was rewritten elsewhere makes a type error here.',
    hint: 'See the error: rename here what it speaks of.',
    breaks: true,
  },
  'stage-error': {
    sentence: 'The client of the stage makes a type error here.',
    hint: 'See the error: give the field a value here, or let the code take its new name or type.',
    breaks: true,
  },
  'overlapping-edit': {
    sentence: 'Another edit touches the same text.',
    hint: 'Run the codemod again after this run was written.',
    breaks: true,
  },
  declined: {
    sentence: 'You declined to rewrite this.',
    hint: 'Take it in another run, or rename it by hand.',
    breaks: true,
  },
  'untyped-syntax': {
    sentence:
      'The file is in Flow or Babel syntax, which has no types here, and no query in it proves this name.',
    hint: 'Rename it by hand if it means the field.',
    breaks: true,
  },
  'syntax-error': {
    sentence: 'No parser accepts this file.',
    hint: 'Set its syntax right and run the codemod again, or rename it by hand.',
    breaks: true,
  },
  'not-in-a-program': {
    sentence: 'No TypeScript program holds this file, so nothing proves whose name this is.',
    hint: 'Name its tsconfig with --project, or rename it by hand.',
    breaks: true,
  },
  'outside-paths': {
    sentence: 'The file lies outside of the paths that may be edited.',
    hint: 'Run the codemod again with this path.',
    breaks: true,
  },
  'data-record': {
    sentence: 'A file of data has records with this key.',
    hint: 'Rename the key together with the code that reads the file, or map the records where they are read.',
  },
  snapshot: {
    sentence: 'A snapshot of a test shows the field.',
    hint: 'Once the code is switched, update the snapshots with the test runner and look at the difference.',
  },
  'graphql-field': {
    sentence: 'A GraphQL type has a field of this name, which without a resolver is read from the record.',
    hint: 'Keep the field and give it a resolver that reads the target, or rename it together with its clients.',
  },
  'in-template': {
    sentence: 'The name stands in the file outside of its script.',
    hint: 'Rename it by hand if it means the field.',
  },
  'not-typescript': {
    sentence: 'The file is not TypeScript or JavaScript.',
    hint: 'Rename it by hand if it means the field.',
  },
  // where whole records leave the program
  'shape-renames-key': {
    sentence: 'Whole records leave the program here, and their key takes the new name.',
    hint: 'Tell who reads them, or run with `--keep-shape`, which puts the old key beside the new one.',
  },
  'shape-loses-key': {
    sentence: 'Whole records leave the program here, and the last stage takes the old key out of them.',
    hint: 'Tell who reads them, or run with `--keep-shape`, which puts the old key beside the new one.',
  },
  'shape-loses-key-later': {
    sentence:
      'Whole records leave the program here; they have both keys until the last stage takes the old one out.',
    hint: 'Let those who read them move to the new key before, or run with `--keep-shape`.',
  },
  'shape-kept': {
    sentence: 'Whole records leave the program here, and now with the old key beside the new one.',
  },
  'shape-not-kept': {
    sentence:
      'Whole records leave the program here, and no mapping that type-checks could be put around them.',
    hint: 'Add the old key by hand, or tell who reads them.',
  },
  'shape-of-other-values': {
    sentence: 'Whole records leave the program here, and the values of the new key differ from the old ones.',
    hint: 'Add the old key by hand with the generated converter, `…Converter.format(value)`.',
  },
  'client-handed-over': {
    sentence: 'The client is given to a package here, which reads the model by names of its own.',
    hint: 'See which names the package takes; keep the old one for it with an extension of the client or a mapping of its own, or leave the name.',
  },
  'shape-outside-paths': {
    sentence: 'Whole records leave the program here, in a file outside of the paths that may be edited.',
    hint: 'Run the codemod again with this path.',
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof reasons;

/** What follows from a place that is left as it is. */
export function effectOf(code: string): Pick<Reason, 'breaks' | 'shows'> {
  const reason: Reason | undefined = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode] : undefined;
  return reason ?? {};
}

export function hintOf(code: ReasonCode): string | undefined {
  const reason: Reason = reasons[code];
  return reason.hint;
}

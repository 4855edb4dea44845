import { isDeepStrictEqual } from 'node:util';
import type { DMMF } from '@prisma/generator-helper';
import { diffLines } from 'diff';
import { UserError } from '../errors.js';
import { didYouMean, readAnnotations } from './annotation.js';
import {
  type Attribute,
  argument,
  type Block,
  type Field,
  findAttribute,
  findField,
  listedNames,
  parseSchema,
  placeOf,
  type SchemaDocument,
  type SchemaFile,
  type Span,
  stringValue,
} from './document.js';
import { indentationOf, keepFormat } from './format.js';
import { validateSchema } from './load.js';

/** A new name in the code for a field, or for a model; the database keeps the old one. */
export type Rename =
  | { readonly kind: 'field'; readonly model: string; readonly from: string; readonly to: string }
  | { readonly kind: 'model'; readonly from: string; readonly to: string };

/** Text to put in the place of a span of one schema file. */
export interface SchemaSplice extends Span {
  readonly file: SchemaFile;
  readonly text: string;
}

export interface RenamedSchema {
  /** In order; each file's own never overlap. */
  readonly splices: readonly SchemaSplice[];
  readonly files: readonly SchemaFile[];
  /** The data model before. */
  readonly before: DMMF.Document;
}

/**
 * The splices that rename a field or a model in the schema, so that nothing changes in the database: a column or table
 * without a name of its own keeps the old one through `@map` or `@@map`, and the table of an implicit many-to-many
 * relation through the name of the relation. Where the new name is the one in the database, these go.
 *
 * @param files a valid schema
 * @throws UserError `unknown-model`, `unknown-field`, `invalid-name`, `name-taken`, `in-transition`,
 *   `relation-table-order`, `schema-invalid`
 */
export async function renameInSchema(files: readonly SchemaFile[], rename: Rename): Promise<RenamedSchema> {
  const before = await validateSchema(files);
  const document = parseSchema(files);
  const splices = rename.kind === 'field' ? fieldSplices(document, rename) : modelSplices(document, rename);
  const spliced = files.map((file) => ({
    ...file,
    text: splices
      .filter((splice) => splice.file === file)
      .sort((a, b) => b.start - a.start)
      .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), file.text),
  }));
  const edited = await keepFormat(files, spliced);
  const after = await validateSchema(edited);
  if (!isDeepStrictEqual(comparable(renamed(before, rename)), comparable(after))) {
    throw new Error(`renaming ${rename.from} to ${rename.to} changed more of the schema than the name`);
  }
  const made = files.flatMap((file, index) =>
    edited[index]!.text === spliced[index]!.text
      ? splices.filter((splice) => splice.file === file)
      : lineSplices(file, edited[index]!.text),
  );
  return { splices: made.toSorted((a, b) => a.start - b.start), files: edited, before };
}

/** The splices that make another text of a file, by whole lines. */
function lineSplices(file: SchemaFile, text: string): SchemaSplice[] {
  const splices: SchemaSplice[] = [];
  let offset = 0;
  for (const { added, removed, value } of diffLines(file.text, text)) {
    const last = splices.at(-1);
    if (added && last?.end === offset) splices[splices.length - 1] = { ...last, text: value };
    else if (added) splices.push({ file, start: offset, end: offset, text: value });
    else if (removed) splices.push({ file, start: offset, end: offset + value.length, text: '' });
    if (!added) offset += value.length;
  }
  return splices;
}

function fieldSplices(
  document: SchemaDocument,
  { model, from, to }: Extract<Rename, { kind: 'field' }>,
): SchemaSplice[] {
  const block = modelNamed(document, model);
  const field = findField(block, from);
  if (!field) {
    const names = block.fields.map(({ name }) => name);
    throw new UserError('unknown-field', `${model} has no field ${from}`, {
      place: placeOf(block.file, block.nameSpan),
      hint: didYouMean(from, names) ?? `it has ${names.join(', ')}`,
    });
  }
  checkName(to, field.nameSpan, block.file);
  const taken = findField(block, to);
  if (taken) {
    throw new UserError('name-taken', `${model} has a field ${to} already`, {
      place: placeOf(block.file, taken.nameSpan),
      hint: to === from ? 'give another name' : `rename ${model}.${to} first, or give another name`,
    });
  }
  if (CLIENT_WORDS.has(to)) {
    throw new UserError('invalid-name', `Prisma Client uses ${to} for itself`, {
      place: placeOf(block.file, field.nameSpan),
      hint: 'give another name',
    });
  }
  refuseInTransition(document, model, from);
  const isRelation = isModel(document, field.type);
  if (isRelation) keepSelfRelationOrder(block, field, to);

  const splices: SchemaSplice[] = [inColumn(block.file, nameCell(field), around(block, field, nameCell), to)];
  const mapped = findAttribute(field, 'map');
  if (!mapped && !isRelation) {
    splices.push({ file: block.file, start: field.end, end: field.end, text: ` @map("${from}")` });
  } else if (mapName(mapped) === to) {
    splices.push(without(block.file, mapped!));
  }
  const replace = (
    owner: Block,
    attribute: Parameters<typeof listedNames>[1],
    list: 'fields' | 'references',
  ) => {
    for (const { name, start, end } of listedNames(owner.file, attribute, list)) {
      if (name === from) splices.push({ file: owner.file, start, end, text: to });
    }
  };
  for (const attribute of block.attributes) replace(block, attribute, 'fields');
  for (const owner of records(document)) {
    for (const each of owner.fields) {
      const relation = findAttribute(each, 'relation');
      if (!relation) continue;
      if (owner === block) replace(owner, relation, 'fields');
      if (each.type === model) replace(owner, relation, 'references');
    }
  }
  return splices;
}

function modelSplices(
  document: SchemaDocument,
  { from, to }: Extract<Rename, { kind: 'model' }>,
): SchemaSplice[] {
  const block = modelNamed(document, from);
  checkName(to, block.nameSpan, block.file);
  const taken = document.blocks.find(
    ({ name, kind }) => name === to && /^(model|view|enum|type)$/.test(kind),
  );
  if (taken) {
    throw new UserError('name-taken', `There is a ${taken.kind} ${to} already`, {
      place: placeOf(taken.file, taken.nameSpan),
      hint: 'give another name',
    });
  }
  const delegate = delegateOf(to);
  const same = records(document).find(({ name }) => name !== from && delegateOf(name) === delegate);
  if (same) {
    throw new UserError('name-taken', `The client calls ${same.name} \`${delegate}\` already`, {
      place: placeOf(same.file, same.nameSpan),
      hint: 'give another name',
    });
  }
  refuseInTransition(document, from);

  const splices: SchemaSplice[] = [{ file: block.file, ...block.nameSpan, text: to }];
  const mapped = findAttribute(block, 'map');
  if (!mapped) splices.push(lastLine(block, `@@map("${from}")`));
  else if (mapName(mapped) === to) splices.push(withoutLine(block, mapped));
  for (const { other, name, fields } of relationTables(document, block)) {
    const [first] = fields;
    if (other.name !== from && other.name < from !== other.name < to) {
      throw new UserError(
        'relation-table-order',
        `${from} and ${other.name} have a many-to-many relation whose table Prisma keeps by the order of the two names, and ${to} would turn it round`,
        {
          place: placeOf(first!.owner.file, first!.field.nameSpan),
          hint: `give a name that sorts ${from < other.name ? 'before' : 'after'} ${other.name}, or make the relation an explicit one first`,
        },
      );
    }
    const table = (model: string) => [model, other.name === from ? model : other.name].sort().join('To');
    for (const { owner, field } of fields) {
      if (name === undefined) splices.push(nameRelation(owner, field, table(from)));
      else if (name === table(to)) splices.push(...unnameRelation(owner, field, name));
    }
  }
  const isRemoved = ({ file }: Block, attribute: Attribute | undefined) =>
    splices.some(
      (each) => each.file === file && attribute && each.start <= attribute.start && attribute.end <= each.end,
    );
  for (const owner of records(document)) {
    for (const field of owner.fields) {
      if (field.type !== from) continue;
      const next = field.attributes[0];
      splices.push(retyped(owner, isRemoved(owner, next) ? undefined : next, field, from, to));
    }
  }
  return splices;
}

/** Names of arguments that stand beside those of fields. */
const CLIENT_WORDS = new Set(['AND', 'OR', 'NOT']);

function modelNamed(document: SchemaDocument, name: string): Block {
  const models = records(document);
  const found = models.find((block) => block.name === name);
  if (found) return found;
  const names = models.map((block) => block.name);
  throw new UserError('unknown-model', `The schema has no model ${name}`, {
    hint: didYouMean(name, names) ?? `it has ${names.join(', ')}`,
  });
}

function records(document: SchemaDocument): readonly Block[] {
  return document.blocks.filter(({ kind }) => kind === 'model' || kind === 'view');
}

function isModel(document: SchemaDocument, type: string): boolean {
  return records(document).some(({ name }) => name === type);
}

function checkName(name: string, span: Span, file: SchemaFile): void {
  if (/^[A-Za-z]\w*$/.test(name)) return;
  throw new UserError('invalid-name', `\`${name}\` is no name that Prisma takes`, {
    place: placeOf(file, span),
    hint: 'a name begins with a letter, and goes on with letters, digits and underscores',
  });
}

function delegateOf(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** A transition speaks of its fields by name, and its migrations may have been written. */
function refuseInTransition(document: SchemaDocument, model: string, field?: string): void {
  for (const { comment, pairs } of readAnnotations(document).annotations) {
    if (comment.on.kind !== 'field' && comment.on.kind !== 'block') continue;
    const { block } = comment.on;
    const target = comment.on.kind === 'field' ? comment.on.field.name : undefined;
    const spoken = pairs.some(({ value }) => {
      const text = comment.file.text.slice(value.start, value.end);
      const ofModel = new RegExp(`\\b${model}\\b`).test(text);
      return field === undefined
        ? ofModel
        : new RegExp(`\\b${field}\\b`).test(text) && (ofModel || block.name === model);
    });
    const isTarget = block.name === model && (field === undefined || target === field);
    if (!spoken && !isTarget) continue;
    throw new UserError(
      'in-transition',
      `${field === undefined ? model : `${model}.${field}`} is part of a transition that is under way`,
      {
        place: placeOf(comment.file, comment),
        hint: 'finish the transition first, or take it back with `npx pec revert`',
      },
    );
  }
}

interface RelationTable {
  readonly other: Block;
  /** Undefined where Prisma makes one of the models' names. */
  readonly name: string | undefined;
  /** Both sides. */
  readonly fields: readonly { readonly owner: Block; readonly field: Field }[];
}

/** The implicit many-to-many relations of a model. */
function relationTables(document: SchemaDocument, block: Block): RelationTable[] {
  return block.fields.flatMap((field): RelationTable[] => {
    const other = field.isList && records(document).find(({ name }) => name === field.type);
    if (!other) return [];
    const name = relationName(field);
    const back = other.fields.find(
      (each) => each.isList && each.type === block.name && each !== field && relationName(each) === name,
    );
    // Of a relation of a model with itself, the other side comes to it too.
    if (!back || (other === block && back.start < field.start)) return [];
    const fields = [
      { owner: block, field },
      { owner: other, field: back },
    ];
    return [{ other, name, fields }];
  });
}

function relationName(field: Field): string | undefined {
  return stringValue(argument(findAttribute(field, 'relation'), 'name', 0));
}

function mapName(attribute: Attribute | undefined): string | undefined {
  return stringValue(argument(attribute, 'name', 0));
}

/** Of a many-to-many relation of a model with itself, Prisma tells the two columns by the order of the two fields. */
function keepSelfRelationOrder(block: Block, field: Field, to: string): void {
  if (!field.isList || field.type !== block.name) return;
  const back = block.fields.find(
    (each) =>
      each !== field && each.isList && each.type === block.name && relationName(each) === relationName(field),
  );
  if (!back || back.name < field.name === back.name < to) return;
  throw new UserError(
    'relation-table-order',
    `Prisma keeps the table of this relation by the order of ${field.name} and ${back.name}, and ${to} would turn it round`,
    {
      place: placeOf(block.file, field.nameSpan),
      hint: `give a name that sorts ${field.name < back.name ? 'before' : 'after'} ${back.name}, or make the relation an explicit one first`,
    },
  );
}

/** A word of a line, and where the one after it begins. */
interface Cell extends Span {
  readonly next: number;
}

const nameCell = ({ nameSpan, typeSpan }: Field): Cell => ({ ...nameSpan, next: typeSpan.start });

const typeCell = ({ typeSpan }: Field, next: Attribute | undefined): Cell | undefined =>
  next && { ...typeSpan, next: next.start };

/** The nearest such words above and below a field, up to a blank line: each group of lines has columns of its own. */
function around(
  { file, fields }: Block,
  field: Field,
  cellOf: (field: Field) => Cell | undefined,
): readonly [Cell | undefined, Cell | undefined] {
  const isNear = (one: Field, other: Field) => !/\n\s*\n/.test(file.text.slice(one.end, other.start));
  const here = fields.indexOf(field);
  const above = fields.slice(0, here).filter((each) => isNear(each, field));
  const below = fields.slice(here + 1).filter((each) => isNear(field, each));
  const cells = (group: readonly Field[]) => group.flatMap((each) => cellOf(each) ?? []);
  return [cells(above).at(-1), cells(below)[0]];
}

/** A word, with the next one under those of the lines around it where it stood there before or was too long for that. */
function inColumn(
  file: SchemaFile,
  cell: Cell,
  [above, below]: readonly [Cell | undefined, Cell | undefined],
  to: string,
): SchemaSplice {
  const { start, end, next } = cell;
  const room = (of: Cell) => of.next - of.start;
  const [one, other] = [above ?? below, below ?? above];
  const column = one && other && room(one) === room(other) ? room(one) : 0;
  const isAligned =
    /^ +$/.test(file.text.slice(end, next)) && room(cell) === Math.max(column, end - start + 1);
  return isAligned
    ? { file, start, end: next, text: `${to} `.padEnd(column) }
    : { file, start, end, text: to };
}

/**
 * The type of a field that refers to a model by another name.
 *
 * @param next the attribute that stays behind it
 */
function retyped(
  block: Block,
  next: Attribute | undefined,
  field: Field,
  from: string,
  to: string,
): SchemaSplice {
  const { file } = block;
  const { start, end } = field.typeSpan;
  const written = to + file.text.slice(start + from.length, end);
  const cell = typeCell(field, next);
  if (!cell) return { file, start, end, text: written };
  const others = around(block, field, (each) =>
    each.type === from ? undefined : typeCell(each, each.attributes[0]),
  );
  return inColumn(file, cell, others, written);
}

function nameRelation(owner: Block, field: Field, name: string): SchemaSplice {
  const { file } = owner;
  const relation = findAttribute(field, 'relation');
  if (!relation) return { file, start: field.end, end: field.end, text: ` @relation("${name}")` };
  if (relation.args === undefined) {
    return { file, start: relation.end, end: relation.end, text: `("${name}")` };
  }
  const start = file.text.indexOf('(', relation.start) + 1;
  return { file, start, end: start, text: relation.args.trim() ? `"${name}", ` : `"${name}"` };
}

/** Takes back what `nameRelation` adds; a relation that says more keeps its name. */
function unnameRelation({ file }: Block, field: Field, name: string): SchemaSplice[] {
  const relation = findAttribute(field, 'relation');
  return relation?.args?.trim() === JSON.stringify(name) ? [without(file, relation)] : [];
}

/** An attribute and the space before it. */
function without(file: SchemaFile, { start, end }: Span): SchemaSplice {
  const before = file.text.slice(0, start);
  return { file, start: before.trimEnd().length, end, text: '' };
}

/** A block attribute with its line, and with the blank line above it if no other one stands there. */
function withoutLine({ file, attributes }: Block, attribute: Attribute): SchemaSplice {
  const { text } = file;
  const line = text.lastIndexOf('\n', attribute.start) + 1;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(attribute.end));
  if (!rest || text.slice(line, attribute.start).trim() !== '') return without(file, attribute);
  const blank = attributes.length === 1 ? /\r?\n([ \t]*\r?\n)$/.exec(text.slice(0, line)) : null;
  return { file, start: line - (blank?.[1]?.length ?? 0), end: attribute.end + rest[0].length, text: '' };
}

/** A line of its own before the closing brace, after a blank one if no other block attribute stands there. */
function lastLine(block: Block, text: string): SchemaSplice {
  const { file, close, attributes } = block;
  const indentation = indentationOf(block);
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  const line = file.text.lastIndexOf('\n', close - 1) + 1;
  const isAlone = file.text.slice(line, close).trim() === '';
  const gap = attributes.length > 0 ? '' : newline;
  return isAlone
    ? { file, start: line, end: line, text: `${gap}${indentation}${text}${newline}` }
    : { file, start: close, end: close, text: `${newline}${gap}${indentation}${text}${newline}` };
}

/** The data model as it has to be after the rename. */
function renamed(dmmf: DMMF.Document, rename: Rename): DMMF.Document {
  const modelName = (name: string) => (rename.kind === 'model' && name === rename.from ? rename.to : name);
  const fieldName = (owner: string) => (name: string) =>
    rename.kind === 'field' && owner === rename.model && name === rename.from ? rename.to : name;
  const { datamodel } = dmmf;
  const models = datamodel.models.map((each) => {
    const own = fieldName(each.name);
    const fields = each.fields.map((field) => ({
      ...field,
      name: own(field.name),
      type: field.kind === 'object' ? modelName(field.type) : field.type,
      ...(field.kind !== 'object' && { dbName: field.dbName ?? field.name }),
      ...(field.relationFromFields && { relationFromFields: field.relationFromFields.map(own) }),
      ...(field.relationToFields && { relationToFields: field.relationToFields.map(fieldName(field.type)) }),
    }));
    return {
      ...each,
      name: modelName(each.name),
      dbName: each.dbName ?? each.name,
      fields,
      uniqueFields: each.uniqueFields.map((names) => names.map(own)),
      uniqueIndexes: each.uniqueIndexes.map((index) => ({ ...index, fields: index.fields.map(own) })),
      primaryKey: each.primaryKey && { ...each.primaryKey, fields: each.primaryKey.fields.map(own) },
    };
  });
  const indexes = datamodel.indexes.map((index) => ({
    ...index,
    model: modelName(index.model),
    fields: index.fields.map((field) => ({ ...field, name: fieldName(index.model)(field.name) })),
  }));
  return { ...dmmf, datamodel: { ...datamodel, models, indexes } };
}

/** With every name in the database, and without those that Prisma makes for relations unless they name a table. */
function comparable({ datamodel }: DMMF.Document): unknown {
  const isList = (field: DMMF.Field) =>
    field.isList &&
    datamodel.models.some(
      ({ name, fields }) => name === field.type && fields.some((other) => isBack(field, other)),
    );
  const isBack = (field: DMMF.Field, other: DMMF.Field) =>
    other !== field && other.isList && other.relationName === field.relationName;
  return {
    ...datamodel,
    models: datamodel.models.map(({ fields, ...model }) => ({
      ...model,
      dbName: model.dbName ?? model.name,
      fields: fields.map((field) => ({
        ...field,
        ...(field.kind !== 'object' && { dbName: field.dbName ?? field.name }),
        relationName: isList(field) ? field.relationName : undefined,
      })),
    })),
  };
}

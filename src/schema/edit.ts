import { isDeepStrictEqual } from 'node:util';
import type { DMMF } from '@prisma/generator-helper';
import { type Annotation, readAnnotations } from './annotation.js';
import {
  type Block,
  type Comment,
  type Field,
  findBlock,
  findField,
  hasAttribute,
  parseSchema,
  type SchemaDocument,
  type SchemaFile,
  type Span,
} from './document.js';
import { indentationOf, keepFormat } from './format.js';
import { validateSchema } from './load.js';
import { transitionId } from './read-transition.js';
import type { SchemaEdit } from './schema-edit.js';

interface Splice extends Span {
  readonly file: SchemaFile;
  readonly text: string;
}

/**
 * Changes schema text by splices: every byte and comment outside an edit stays. Only a file that was in Prisma's own
 * format is in that format afterwards too, which may move the columns of lines near the edit.
 *
 * @param files a valid schema
 * @param edits applied in order; each must apply to what the ones before it leave
 * @returns all files, those without an edit unchanged
 * @throws Error if an edit does not apply, or changes for Prisma anything beside what it names: a bug of ours
 * @throws UserError `schema-invalid` if the schema does not validate after the edits
 */
export async function applySchemaEdits(
  files: readonly SchemaFile[],
  edits: readonly SchemaEdit[],
): Promise<readonly SchemaFile[]> {
  const edited = await keepFormat(files, edits.reduce(editText, files));
  const [before, after] = await Promise.all([validateSchema(files), validateSchema(edited)]);
  const touched = new Set(edits.map((edit) => touchedName(edit)));
  const touchedModels = new Set([...touched].map((name) => name.split('.')[0]!));
  const rest = (dmmf: DMMF.Document) => untouched(dmmf, touched, touchedModels);
  if (!isDeepStrictEqual(rest(before), rest(after))) {
    throw new Error(`schema edits changed more than they name: ${JSON.stringify(edits)}`);
  }
  return edited;
}

/** One edit as text, without the check that nothing else changed. */
export function editText(files: readonly SchemaFile[], edit: SchemaEdit): readonly SchemaFile[] {
  const document = parseSchema(files);
  const splices = splicesOf(document, edit);
  return files.map((file) => {
    const own = splices.filter((splice) => splice.file === file).sort((a, b) => b.start - a.start);
    if (own.length === 0) return file;
    const text = own.reduce(
      (all, { start, end, text }) => all.slice(0, start) + text + all.slice(end),
      file.text,
    );
    return { ...file, text };
  });
}

function splicesOf(document: SchemaDocument, edit: SchemaEdit): readonly Splice[] {
  switch (edit.kind) {
    case 'set-phase': {
      const annotation = annotationOf(document, edit.transition);
      const { file } = annotation.comment;
      const pair = annotation.pairs.find((each) => each.key === 'phase');
      const word = edit.phase === 'expand' ? '' : `phase:${edit.phase}`;
      if (!pair) {
        return word ? [{ file, start: annotation.span.end, end: annotation.span.end, text: ` ${word}` }] : [];
      }
      return word
        ? [{ file, start: pair.start, end: pair.end, text: word }]
        : [{ file, start: spaceBefore(file, pair.start), end: pair.end, text: '' }];
    }
    case 'remove-annotation':
      return [removeComment(annotationOf(document, edit.transition).comment)];
    case 'set-required': {
      const { block, field } = fieldOf(document, edit);
      const { file } = block;
      if (field.isList) throw new Error(`${edit.model}.${edit.field} is a list`);
      const { end } = field.typeSpan;
      if (edit.required === field.isRequired) return [];
      return [edit.required ? { file, start: end - 1, end, text: '' } : { file, start: end, end, text: '?' }];
    }
    case 'set-ignored': {
      const { block, field } = fieldOf(document, edit);
      // Prisma refuses the attribute on a field of a model that is ignored as a whole.
      if (hasAttribute(block, 'ignore') || hasAttribute(field, 'ignore') === edit.ignored) return [];
      return [
        edit.ignored ? addAttribute(block, field, '@ignore') : removeAttribute(block, field, '@ignore'),
      ];
    }
    case 'add-field-attribute': {
      const { block, field } = fieldOf(document, edit);
      return [addAttribute(block, field, edit.attribute)];
    }
    case 'remove-field-attribute': {
      const { block, field } = fieldOf(document, edit);
      return [removeAttribute(block, field, edit.attribute)];
    }
    case 'add-block-attribute': {
      const block = modelOf(document, edit.model);
      const { file, close } = block;
      const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
      const line = lineStart(file, close);
      return [{ file, start: line, end: line, text: `${indentationOf(block)}${edit.attribute}${newline}` }];
    }
    case 'remove-block-attribute': {
      const block = modelOf(document, edit.model);
      const { file } = block;
      const attribute = block.attributes.findLast((each) =>
        same(file.text.slice(each.start, each.end), edit.attribute),
      );
      if (!attribute) throw new Error(`${edit.model} has no ${edit.attribute}`);
      return [removeLines(file, attribute)];
    }
    case 'remove-field': {
      const { block, field } = fieldOf(document, edit);
      // Only what documents the field: a plain `//` above it may speak of more than one.
      const own = document.comments.filter(
        ({ on, kind, start }) =>
          on.kind === 'field' &&
          on.field === field &&
          on.block === block &&
          kind !== 'line' &&
          start < field.start,
      );
      return [...own.map(removeComment), removeLines(block.file, field)];
    }
  }
}

function addAttribute({ file }: Block, field: Field, attribute: string): Splice {
  return { file, start: field.end, end: field.end, text: ` ${attribute}` };
}

function removeAttribute({ file, name }: Block, field: Field, text: string): Splice {
  // The last attribute of this text: an added attribute stands at the end of its field.
  const attribute = field.attributes.findLast((each) => same(file.text.slice(each.start, each.end), text));
  if (!attribute) throw new Error(`${name}.${field.name} has no ${text}`);
  return { file, start: spaceBefore(file, attribute.start), end: attribute.end, text: '' };
}

/** Equal but for white space. */
function same(a: string, b: string): boolean {
  return a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
}

function spaceBefore(file: SchemaFile, offset: number): number {
  let start = offset;
  while (/[^\S\n\r]/.test(file.text[start - 1] ?? '')) start -= 1;
  return start;
}

function lineStart(file: SchemaFile, offset: number): number {
  return file.text.lastIndexOf('\n', offset - 1) + 1;
}

/** The whole lines of `span`, with a comment that follows on the last one. */
function removeLines(file: SchemaFile, span: Span): Splice {
  const newline = file.text.indexOf('\n', span.end);
  return {
    file,
    start: lineStart(file, span.start),
    end: newline === -1 ? file.text.length : newline + 1,
    text: '',
  };
}

/** A comment with its line; one that stands behind something only with the space before it. */
function removeComment(comment: Comment): Splice {
  const { file, start, end } = comment;
  const alone = file.text.slice(lineStart(file, start), start).trim() === '';
  return alone ? removeLines(file, comment) : { file, start: spaceBefore(file, start), end, text: '' };
}

function annotationOf(document: SchemaDocument, transition: string): Annotation {
  const found = readAnnotations(document).annotations.find((each) => transitionId(each) === transition);
  if (!found) throw new Error(`no annotation of ${transition}`);
  return found;
}

function modelOf(document: SchemaDocument, name: string): Block {
  const model = findBlock(document, 'model', name);
  if (!model) throw new Error(`no model ${name}`);
  return model;
}

function fieldOf(
  document: SchemaDocument,
  at: { readonly model: string; readonly field: string },
): { readonly block: Block; readonly field: Field } {
  const block = modelOf(document, at.model);
  const field = findField(block, at.field);
  if (!field) throw new Error(`no field ${at.model}.${at.field}`);
  return { block, field };
}

/** `Model.field`, or `Model` for what belongs to the model as a whole. */
function touchedName(edit: SchemaEdit): string {
  if ('transition' in edit) return edit.transition;
  return 'field' in edit ? `${edit.model}.${edit.field}` : edit.model;
}

/** The data model without what the edits speak of; of that, all but the annotation line stays in the documentation. */
function untouched(dmmf: DMMF.Document, touched: ReadonlySet<string>, touchedModels: ReadonlySet<string>) {
  const prose = (documentation: string | undefined) =>
    documentation
      ?.split('\n')
      .filter((line) => !/^@transition\b/.test(line.trim()))
      .join('\n') || undefined;
  const { models, indexes, ...others } = dmmf.datamodel;
  return {
    ...others,
    models: models.map((model) => {
      if (!touchedModels.has(model.name)) return model;
      // Keys and indexes of a touched model may follow the edit; its other fields and prose may not.
      const { fields, documentation, name, dbName } = model;
      return {
        name,
        dbName,
        documentation: prose(documentation),
        fields: fields.filter((field) => !touched.has(`${name}.${field.name}`)),
      };
    }),
    indexes: indexes.filter((index) => !touchedModels.has(index.model)),
  };
}

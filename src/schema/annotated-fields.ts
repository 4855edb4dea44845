import { UserError } from '../errors.js';
import { didYouMean } from './annotation.js';
import {
  argument,
  type Block,
  type Field,
  findAttribute,
  findBlock,
  findField,
  hasAttribute,
  listItems,
  placeOf,
  type SchemaDocument,
  type Span,
} from './document.js';
import { phaseDisagreements } from './phase.js';
import type { Reading } from './reading.js';
import { isColumn } from './table.js';
import type { Column, Phase } from './transition.js';

export function checkTarget(reading: Reading, target: Field): void {
  if (isColumn(reading.document, target) && !hasAttribute(target, 'id')) {
    checkForeignKey(reading, reading.block, target, reading.annotation.span);
    return;
  }
  stopAtField(reading, target, reading.annotation.span, 'target');
}

/** The source field called `name`, which must be a column that can be copied. */
export function sourceIn(reading: Reading, model: Block, span: Span, name: string): Field {
  const source = findField(model, name);
  if (!source) {
    return reading.stop(
      'unknown-field',
      `model \`${model.name}\` has no field \`${name}\``,
      span,
      didYouMean(
        name,
        model.fields.map((each) => each.name).filter((each) => each !== reading.field?.name),
      ) ?? 'if the old field was removed already, remove the annotation too',
    );
  }
  if (model === reading.block && source === reading.field) {
    return reading.stop(
      'source-is-target',
      `\`${name}\` cannot be its own source`,
      span,
      'name the old field',
    );
  }
  if (!isColumn(reading.document, source) || hasAttribute(source, 'id'))
    return stopAtField(reading, source, span, 'source');
  checkForeignKey(reading, model, source, span);
  return source;
}

export function modelCalled(reading: Reading, name: string, span: Span): Block {
  const model = findBlock(reading.document, 'model', name);
  if (model) return model;
  const models = reading.document.blocks.filter((each) => each.kind === 'model').map((each) => each.name);
  return reading.stop('unknown-model', `there is no model \`${name}\``, span, didYouMean(name, models));
}

export function checkPhase(reading: Reading, phase: Phase, sources: readonly Column[], target: Column): void {
  for (const { column, message, hint } of phaseDisagreements(phase, sources, target)) {
    const owner = findBlock(reading.document, 'model', column.model)!;
    const at = findField(owner, column.field)!;
    reading.add(new UserError('phase-disagrees', message, { place: placeOf(owner.file, at), hint }));
  }
}

function stopAtField(reading: Reading, at: Field, span: Span, role: 'source' | 'target'): never {
  if (hasAttribute(at, 'id')) {
    return reading.stop(
      'id-field',
      `\`${at.name}\` is the id of its model and cannot be a ${role}`,
      span,
      'a change of the primary key is not supported',
    );
  }
  if (at.type.startsWith('Unsupported')) {
    return reading.stop(
      'unsupported-field',
      `Prisma Client cannot read \`${at.name}\`, so it cannot be a ${role}`,
      span,
      'only scalar and enum fields can',
    );
  }
  return reading.stop(
    'relation-field',
    `\`${at.name}\` is a relation or a composite and has no column of its own, so it cannot be a ${role}`,
    span,
    'name a scalar or enum field',
  );
}

function checkForeignKey(reading: Reading, model: Block, at: Field, span: Span): void {
  if (!relationScalars(reading.document, model).has(at.name)) return;
  reading.stop(
    'relation-scalar',
    `a relation is built on \`${model.name}.${at.name}\``,
    span,
    'a change of the columns of a relation is not supported',
  );
}

/** True if `child` holds a foreign key to `parent`. */
export function refersTo(child: Block, parent: Block): boolean {
  return child.fields.some(
    (field) =>
      field.type === parent.name && argument(findAttribute(field, 'relation'), 'fields') !== undefined,
  );
}

/** The fields of a model on which a relation is built, from its own side or the other. */
function relationScalars(document: SchemaDocument, model: Block): ReadonlySet<string> {
  const names = new Set<string>();
  for (const block of document.blocks) {
    if (block.kind !== 'model' && block.kind !== 'view') continue;
    for (const field of block.fields) {
      const relation = findAttribute(field, 'relation');
      if (block === model) for (const name of listItems(argument(relation, 'fields'))) names.add(name);
      if (field.type === model.name)
        for (const name of listItems(argument(relation, 'references'))) names.add(name);
    }
  }
  return names;
}

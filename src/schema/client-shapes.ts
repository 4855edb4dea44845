import type { DMMF } from '@prisma/generator-helper';
import { generatedTypes } from './generated-types.js';
import type { FieldShape, ModelShape, TransitionsFile } from './transitions-file.js';

/** What a walk over the arguments of queries has to know of each model and of the generated types. */
export function clientShapes(dmmf: DMMF.Document): Pick<TransitionsFile, 'models' | 'types'> {
  return {
    models: Object.fromEntries(dmmf.datamodel.models.map((model) => [model.name, modelShape(model)])),
    types: generatedTypes(dmmf),
  };
}

function modelShape(model: DMMF.Model): ModelShape {
  return {
    delegate: model.name.charAt(0).toLowerCase() + model.name.slice(1),
    ...(model.dbName !== null && { table: model.dbName }),
    fields: Object.fromEntries(
      model.fields.map(({ name, kind, type, isList, isRequired }): [string, FieldShape] => [
        name,
        { kind, type, isList, isRequired },
      ]),
    ),
    compoundKeys: Object.fromEntries(
      Object.entries(uniqueKeys(model)).filter(([, fields]) => fields.length > 1),
    ),
  };
}

/** Every unique key by its name in `where`. */
export function uniqueKeys(model: DMMF.Model): Readonly<Record<string, readonly string[]>> {
  const single = model.fields
    .filter(({ isId, isUnique }) => isId || isUnique)
    .map(({ name }) => [name, [name]]);
  const compound = [...(model.primaryKey ? [model.primaryKey] : []), ...model.uniqueIndexes];
  return Object.fromEntries([
    ...single,
    ...compound.map(({ name, fields }) => [name ?? fields.join('_'), [...fields]]),
  ]);
}

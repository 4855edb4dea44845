import type { DMMF } from '@prisma/generator-helper';

/**
 * Every type name of the generated client that speaks of the fields of one model, with that model. Input types come
 * from the DMMF; the types of arguments and selections are not in it and have fixed names.
 */
export function generatedTypes(dmmf: DMMF.Document): Readonly<Record<string, string>> {
  const types = new Map<string, string>();
  for (const model of dmmf.datamodel.models) {
    for (const name of selectionTypes(model)) types.set(name, model.name);
    for (const field of model.fields) {
      if (field.kind !== 'object') continue;
      types.set(`${model.name}$${field.name}Args`, field.type);
      if (field.isList)
        types.set(`${model.name}CountOutputTypeCount${capitalise(field.name)}Args`, field.type);
    }
  }
  for (const [name, model] of inputTypes(dmmf)) types.set(name, model);
  return Object.fromEntries([...types].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Walks from the arguments of each model's operations: only a relation field leads to another model. */
function inputTypes({ datamodel, schema, mappings }: DMMF.Document): ReadonlyMap<string, string> {
  const inputs = new Map(schema.inputObjectTypes.prisma?.map((type) => [type.name, type]));
  const operations = new Map(
    schema.outputObjectTypes.prisma?.flatMap(({ fields }) => fields).map((field) => [field.name, field]),
  );
  const relations = new Map(
    datamodel.models.map((model) => [
      model.name,
      new Map(model.fields.filter(({ kind }) => kind === 'object').map(({ name, type }) => [name, type])),
    ]),
  );
  const found = new Map<string, string>();
  const visit = (argument: DMMF.SchemaArg, model: string) => {
    const owners = [relations.get(model)?.get(argument.name), model];
    for (const { type, location } of argument.inputTypes) {
      if (location !== 'inputObjectTypes' || found.has(type)) continue;
      // `StringFilter` and the like belong to no model.
      const owner = owners.find((candidate) => candidate !== undefined && type.startsWith(candidate));
      if (owner === undefined) continue;
      found.set(type, owner);
      for (const field of inputs.get(type)?.fields ?? []) visit(field, owner);
    }
  };
  for (const { model, plural: _, ...names } of mappings.modelOperations) {
    for (const name of Object.values(names)) {
      for (const argument of operations.get(name ?? '')?.args ?? []) visit(argument, model);
    }
  }
  return found;
}

/** The names that `prisma-client` and `prisma-client-js` give to what is not in the DMMF. */
function selectionTypes({ name }: DMMF.Model): readonly string[] {
  const operations = [
    ...['FindUnique', 'FindUniqueOrThrow', 'FindFirst', 'FindFirstOrThrow', 'FindMany'],
    ...['Create', 'CreateMany', 'CreateManyAndReturn', 'Update', 'UpdateMany', 'UpdateManyAndReturn'],
    ...['Upsert', 'Delete', 'DeleteMany', 'Count', 'Aggregate', 'GroupBy', 'Default'],
    'CountOutputTypeDefault',
  ].map((operation) => `${operation}Args`);
  const returning = ['CreateManyAndReturn', 'UpdateManyAndReturn'];
  const selections = [
    ...[
      'Select',
      'SelectScalar',
      'Include',
      'Omit',
      'CountOutputType',
      'CountOutputTypeSelect',
      'GroupByOutputType',
    ],
    ...returning.flatMap((operation) => [`Select${operation}`, `Include${operation}`]),
    ...['Count', 'Avg', 'Sum', 'Min', 'Max'].flatMap((aggregate) => [
      `${aggregate}AggregateInputType`,
      `${aggregate}AggregateOutputType`,
    ]),
    ...['Model', 'Delegate', 'FieldRefs', 'GetPayload'],
  ];
  return [
    name,
    `$${name}Payload`,
    `Aggregate${name}`,
    ...[...operations, ...selections].map((end) => name + end),
  ];
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

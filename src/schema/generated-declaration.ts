import type { TransitionsFile } from './transitions-file.js';

/**
 * What a branded declaration of the generated client is for. `result` is what a query returns, `query` all
 * arguments that read (`where`, `select`, `orderBy`, …), `write` what `data` takes, `omit` a list of fields to hide.
 */
export type Role = 'result' | 'query' | 'write' | 'omit';

/** What a declaration of the generated client speaks of. */
export interface Declaration {
  readonly model: string;
  readonly role: Role;
  readonly payload: boolean;
  readonly isEnum: boolean;
}

/** Tells what a declaration of the generated client speaks of, by its name; undefined where that is no model. */
export function declarationReader({ models, types }: Pick<TransitionsFile, 'models' | 'types'>) {
  const byLength = Object.keys(models).sort((a, b) => b.length - a.length);
  const compound = new Map<string, string>();
  for (const [model, shape] of Object.entries(models)) {
    for (const fields of Object.values(shape.compoundKeys)) {
      compound.set(`${model}${fields.map(capitalise).join('')}CompoundUniqueInput`, model);
    }
  }
  return (declared: string): Declaration | undefined => {
    const payload = declared.startsWith('$');
    const name = payload ? declared.slice(1) : declared;
    const compounded = compound.get(name);
    if (compounded) return { model: compounded, role: 'query', payload: false, isEnum: false };
    const candidates = types[name] ? [types[name]] : byLength.filter((model) => name.startsWith(model));
    for (const model of candidates) {
      const role = roleOf(name.slice(model.length));
      if (role)
        return {
          model,
          role,
          payload,
          isEnum: /FieldEnum$|^OrderByRelevance/.test(name.slice(model.length)),
        };
    }
    return undefined;
  };
}

function roleOf(suffix: string): Role | undefined {
  if (/^(Payload|GroupByOutputType|(Min|Max|Avg|Sum|Count)AggregateOutputType)$/.test(suffix))
    return 'result';
  if (/^Omit$/.test(suffix)) return 'omit';
  if (
    /^(FieldRefs$|Select|Include|OrderBy|Where|ScalarWhere|ScalarFieldEnum|CountOutputTypeSelect$|\w+CompoundUniqueInput$)/.test(
      suffix,
    )
  )
    return 'query';
  if (/^(Min|Max|Avg|Sum|Count)(Aggregate|OrderByAggregate)Input/.test(suffix)) return 'query';
  if (/^(Unchecked)?(Create|Update|Upsert)\w*Input$/.test(suffix)) return 'write';
  return undefined;
}

function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import { BRAND_PREFIX } from '../checker/type-walk.js';

/**
 * What a branded declaration of the generated client is for. `result` is what a query returns, `query` all
 * arguments that read (`where`, `select`, `orderBy`, …), `write` what `data` takes, `omit` a list of fields to hide.
 */
export type Role = 'result' | 'query' | 'write' | 'omit';

/** A name to look for: the source field itself, or a compound unique key that contains it. */
export interface SearchedName extends FieldName {
  readonly transition: number;
}

export function brandName(transition: number, role: Role): string {
  return `${BRAND_PREFIX}${transition}_${role}`;
}

export function parseBrand(brand: string): { readonly transition: number; readonly role: Role } {
  const [transition, role] = brand.slice(BRAND_PREFIX.length).split('_');
  return { transition: Number(transition), role: role as Role };
}

export interface FieldName {
  readonly model: string;
  readonly name: string;
}

const NOTHING = /(?!)/;

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface ClientOverlays {
  /** The client with every declaration of the names branded, and with argument types that keep what they expect. */
  readonly branded: ReadonlyMap<string, string>;
  /** The client without these declarations: what no longer compiles against it depends on them. */
  readonly without: ReadonlyMap<string, string>;
  /** The client as it is, but for the target, which data may leave out. */
  readonly relaxed: ReadonlyMap<string, string>;
  /** The client as it will be after the drop: without the source, and with the target as it is. */
  readonly dropped: ReadonlyMap<string, string>;
  /** How many declarations of a query result were branded, for each name searched: 0 means a stale client. */
  readonly found: readonly number[];
}

/**
 * Writes copies of a generated client in memory. The generated text is regular (one member a line), so lines are
 * enough and a client of ten megabytes costs no parse.
 *
 * In every copy data may leave out the target. From the moment that it is required until `switch-writes` has run,
 * each write would be an error otherwise, and a query with an error forgets what it returns: reads would be lost
 * in the consequences of writes.
 */
export function overlayClient(
  files: readonly GeneratedFile[],
  shapes: Pick<TransitionsFile, 'models' | 'types'>,
  names: readonly SearchedName[],
  targets: readonly FieldName[],
): ClientOverlays {
  const branded = new Map<string, string>();
  const relaxed = new Map<string, string>();
  const without = new Map<string, string>();
  const dropped = new Map<string, string>();
  const found = names.map(() => 0);
  const modelOf = modelFinder(shapes);
  const byName = new Map(names.map((name, index) => [`${name.model}.${name.name}`, { ...name, index }]));
  const member = new RegExp(
    `^(\\s*(?:readonly )?)(${[...new Set(names.map(({ name }) => name))].join('|')})(\\??): (.+?)(,?)$`,
  );

  const required = new Map(
    targets.map(({ model, name }) => [model, new RegExp(`^(\\s*)(${name}): `)] as const),
  );

  for (const { path, text } of files) {
    const used = new Set<string>();
    const kept: string[] = [];
    const final: string[] = [];
    let declaration: Declaration | undefined;
    let inScalars = false;
    const loose: string[] = [];
    const lines = text.split('\n').map((original) => {
      const line =
        declaration?.role === 'write'
          ? original.replace(required.get(declaration.model) ?? NOTHING, '$1$2?: ')
          : original;
      loose.push(line);
      const opened = /^\s*(?:export )?(?:declare )?(?:type|interface|const) (\$?\w[\w$]*)/.exec(line);
      if (opened) {
        declaration = modelOf(opened[1]!);
        inScalars = false;
        const hidden = declaration?.role === 'omit' ? brandOmit(line, declaration.model) : undefined;
        kept.push(hidden?.without ?? line);
        final.push(hidden?.without ?? original);
        return hidden?.branded ?? line;
      }
      if (/^\s*scalars: /.test(line)) inScalars = true;
      const hit = declaration && member.exec(line);
      const name = hit && byName.get(`${declaration!.model}.${hit[2]}`);
      if (!name) {
        kept.push(line);
        final.push(original);
        return line;
      }
      const role = declaration!.role;
      const brand = use(name.transition, role);
      if (role === 'result') found[name.index]!++;
      const [, indent, key, optional, type, comma] = hit as unknown as string[];
      const branded =
        declaration!.payload && !inScalars
          ? brandRelation(type!, brand)
          : brandType(type!, role, brand, declaration!.isEnum, path);
      return `${indent}${key}${optional}: ${branded}${comma}`;
    });

    function use(transition: number, role: Role): string {
      const brand = brandName(transition, role);
      used.add(brand);
      return brand;
    }

    function brandOmit(line: string, model: string) {
      const fields = names.filter((name) => name.model === model && line.includes(`"${name.name}"`));
      if (fields.length === 0) return undefined;
      const members = fields.map(({ transition, name }) => `${name}?: boolean | ${use(transition, 'omit')}`);
      return {
        branded: `${line} & { ${members.join('; ')} }`,
        without: fields.reduce(
          (text, { name }) => text.replace(`"${name}" | `, '').replace(` | "${name}"`, ''),
          line,
        ),
      };
    }

    const relaxedText = loose.join('\n');
    if (relaxedText !== text) relaxed.set(path, relaxedText);
    const widened = carryRelations(keepExpectedTypes(lines.join('\n')));
    if (used.size > 0) {
      const brands = [...used].map((brand) => `interface ${brand} { readonly __pec?: '${brand}' }`);
      branded.set(path, `${widened}\n${brands.join('\n')}\n`);
      without.set(path, kept.join('\n'));
      dropped.set(path, final.join('\n'));
    } else if (widened !== text) {
      branded.set(path, widened);
    }
  }
  return { branded, without, relaxed, dropped, found };
}

/**
 * Argument types of the generated client are mapped over what was written, which forgets what was expected.
 * With an intersection the checker itself carries the expected type to each nested literal.
 */
function keepExpectedTypes(text: string): string {
  return text
    .replace(
      /type (SelectSubset|Subset|Exact)<(\w), (\w)> =/g,
      'type $1<$2, $3> = $2 & $3;\ntype __$1<$2, $3> =',
    )
    .replace(
      /type SubsetIntersection<T, U, K> =/g,
      'type SubsetIntersection<T, U, K> = T & U & K;\ntype __SubsetIntersection<T, U, K> =',
    );
}

/**
 * A relation is no value of the payload but another payload, of which the run-time types make the record: they hand its
 * brand on to that.
 */
function brandRelation(type: string, brand: string): string {
  const [, payload, ending] = /^(.+?)((?:\[\]| \| null)?)$/.exec(type)!;
  return `(${payload} & { __pec_of: ${brand} })${ending}`;
}

function carryRelations(text: string): string {
  const related = text.replace(
    /\b(?:GetFindResult<O, \(S & I\)\[K\], \w+>|DefaultSelection<O, \{\}, \w+>)(?:\[\])?/g,
    '__Related<O, $&>',
  );
  if (related === text) return text;
  return `${related}\ntype __Related<O, R> = O extends { __pec_of: infer B } ? R & B : R;\n`;
}

function brandType(type: string, role: Role, brand: string, isEnum: boolean, path: string): string {
  if (isEnum) {
    const both = `${type} | (${type} & ${brand})`;
    // In a declaration file the object is a type, in a source file it is a value.
    return path.endsWith('.d.ts') ? both : `${type} as ${both}`;
  }
  if (role !== 'result') return `${type} | ${brand}`;
  const nullable = / \| null$/.test(type);
  const value = nullable ? type.slice(0, -' | null'.length) : type;
  return `((${value}) & ${brand})${nullable ? ' | null' : ''}`;
}

interface Declaration {
  readonly model: string;
  readonly role: Role;
  readonly payload: boolean;
  readonly isEnum: boolean;
}

/** Says what a declaration of the generated client speaks of, by its name. */
function modelFinder({ models, types }: Pick<TransitionsFile, 'models' | 'types'>) {
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

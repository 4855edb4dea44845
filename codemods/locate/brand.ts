import { type Declaration, declarationReader, type Role } from '../../src/schema/generated-declaration.js';
import type { TransitionsFile } from '../../src/schema/transitions-file.js';
import { BRAND_PREFIX } from '../checker/type-walk.js';

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

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface ClientOverlays {
  /** The client with every declaration of the names branded, and with argument types that keep what they expect. */
  readonly branded: ReadonlyMap<string, string>;
  /** The client as it is, but for the targets, which data may leave out. */
  readonly relaxed: ReadonlyMap<string, string>;
  /** The relaxed client without the sources of these transitions: what no longer compiles against it depends on them. */
  readonly without: (transitions: ReadonlySet<number>) => ReadonlyMap<string, string>;
  /** The client as it will be after the drop: without these sources, and with all targets as they are. */
  readonly dropped: (transitions: ReadonlySet<number>) => ReadonlyMap<string, string>;
  /** How many declarations of a query result were branded, for each name searched: 0 means a stale client. */
  readonly found: readonly number[];
}

/**
 * Writes copies of a generated client in memory. The generated text is regular (one member a line), so lines are
 * enough and a client of ten megabytes costs no parse.
 *
 * In every copy but `dropped` data may leave out the target. From the moment that it is required until `switch-writes`
 * has run, each write would be an error otherwise, and a query with an error forgets what it returns: reads would be
 * lost in the consequences of writes.
 */
export function overlayClient(
  files: readonly GeneratedFile[],
  shapes: Pick<TransitionsFile, 'models' | 'types'>,
  names: readonly SearchedName[],
  targets: readonly FieldName[],
): ClientOverlays {
  const lines = lineReader(shapes, names);
  const isTarget = optionalTargets(targets);
  const relax = (line: Line) => (isTarget(line) ? line.text.replace(/: /, '?: ') : line.text);
  const branded = new Map<string, string>();
  const relaxed = new Map<string, string>();
  const found = names.map(() => 0);
  for (const { path, text } of files) {
    const used = new Set<string>();
    const brand = (transition: number, role: Role): string => {
      const name = brandName(transition, role);
      used.add(name);
      return name;
    };
    const read = lines(text);
    const loose = read.map(relax).join('\n');
    if (loose !== text) relaxed.set(path, loose);
    const marked = read.map((line) => {
      if (line.member?.declaration.role === 'result') found[line.member.index]!++;
      return brandLine({ ...line, text: relax(line) }, brand, path);
    });
    const widened = carryRelations(keepExpectedTypes(marked.join('\n')));
    const brands = [...used].map((name) => `interface ${name} { readonly __pec?: '${name}' }`);
    if (used.size > 0) branded.set(path, `${widened}\n${brands.join('\n')}\n`);
    else if (widened !== text) branded.set(path, widened);
  }
  const removed = (transitions: ReadonlySet<number>, textOf: (line: Line) => string) => {
    const overlay = new Map<string, string>();
    for (const { path, text } of files) {
      const kept = lines(text).flatMap((line) => withoutNames(line, transitions, textOf(line)) ?? []);
      const rest = kept.join('\n');
      if (rest !== text) overlay.set(path, rest);
    }
    return overlay;
  };
  return {
    branded,
    relaxed,
    found,
    without: (transitions) => removed(transitions, relax),
    dropped: (transitions) => removed(transitions, ({ text }) => text),
  };
}

/** One line of a generated file. */
interface Line {
  readonly text: string;
  /** What the line begins, or is a part of. */
  readonly declaration: Declaration | undefined;
  /** Where the line declares one of the names. */
  readonly member?: Member;
  /** Where the line lists the names of fields that can be hidden: those that are searched. */
  readonly hidden?: readonly SearchedName[];
}

/** The line that declares a name, taken apart. */
interface Member {
  readonly index: number;
  readonly transition: number;
  readonly declaration: Declaration;
  readonly isScalar: boolean;
  readonly before: string;
  readonly type: string;
  readonly comma: string;
}

function lineReader(shapes: Pick<TransitionsFile, 'models' | 'types'>, names: readonly SearchedName[]) {
  const read = declarationReader(shapes);
  const byName = new Map(names.map((name, index) => [`${name.model}.${name.name}`, { ...name, index }]));
  const words = [...new Set(names.map(({ name }) => name))].join('|');
  const pattern = new RegExp(`^(\\s*(?:readonly )?(${words})\\??): (.+?)(,?)$`);
  return (file: string): readonly Line[] => {
    let declaration: Declaration | undefined;
    let inScalars = false;
    return file.split('\n').map((text): Line => {
      const opened = /^\s*(?:export )?(?:declare )?(?:type|interface|const) (\$?\w[\w$]*)/.exec(text);
      if (opened) {
        declaration = read(opened[1]!);
        inScalars = false;
        const { role, model } = declaration ?? {};
        const hidden =
          role === 'omit'
            ? names.filter((each) => each.model === model && text.includes(`"${each.name}"`))
            : [];
        return { text, declaration, ...(hidden.length > 0 && { hidden }) };
      }
      if (/^\s*scalars: /.test(text)) inScalars = true;
      const hit = declaration && pattern.exec(text);
      const name = hit && byName.get(`${declaration!.model}.${hit[2]}`);
      if (!name) return { text, declaration };
      const [, before, , type, comma] = hit as unknown as string[];
      const { index, transition } = name;
      const own = { index, transition, declaration: declaration!, isScalar: inScalars };
      return { text, declaration, member: { ...own, before: before!, type: type!, comma: comma! } };
    });
  };
}

/** Whether a line of data declares a target. */
function optionalTargets(targets: readonly FieldName[]): (line: Line) => boolean {
  const byModel = new Map<string, ReadonlySet<string>>();
  for (const { model, name } of targets) byModel.set(model, new Set([...(byModel.get(model) ?? []), name]));
  return ({ text, declaration }) => {
    if (declaration?.role !== 'write') return false;
    const key = /^\s*([\w$]+): /.exec(text)?.[1];
    return key !== undefined && byModel.get(declaration.model)?.has(key) === true;
  };
}

function brandLine(
  { text, member, hidden }: Line,
  brand: (transition: number, role: Role) => string,
  path: string,
): string {
  if (hidden) {
    const members = hidden.map(({ transition, name }) => `${name}?: boolean | ${brand(transition, 'omit')}`);
    return `${text} & { ${members.join('; ')} }`;
  }
  if (!member) return text;
  const { transition, declaration, isScalar, before, type, comma } = member;
  const { role, payload, isEnum } = declaration;
  const name = brand(transition, role);
  const branded =
    payload && !isScalar ? brandRelation(type, name) : brandType(type, role, name, isEnum, path);
  return `${before}: ${branded}${comma}`;
}

/** A line without the names of some transitions; undefined where nothing is left of the line. */
function withoutNames(
  { member, hidden }: Line,
  transitions: ReadonlySet<number>,
  text: string,
): string | undefined {
  if (member) return transitions.has(member.transition) ? undefined : text;
  return (hidden ?? [])
    .filter(({ transition }) => transitions.has(transition))
    .reduce((rest, { name }) => rest.replace(`"${name}" | `, '').replace(` | "${name}"`, ''), text);
}

/**
 * Groups of transitions within which no two search for the same name: an error that names a missing field tells which
 * of a group it is about.
 */
export function apartByName(names: readonly SearchedName[]): readonly ReadonlySet<number>[] {
  const groups: { readonly transitions: Set<number>; readonly words: Set<string> }[] = [];
  for (const transition of new Set(names.map((each) => each.transition))) {
    const own = names.filter((each) => each.transition === transition).map(({ name }) => name);
    const free = groups.find(({ words }) => !own.some((name) => words.has(name)));
    const group = free ?? { transitions: new Set(), words: new Set() };
    if (!free) groups.push(group);
    group.transitions.add(transition);
    for (const name of own) group.words.add(name);
  }
  return groups.map(({ transitions }) => transitions);
}

/** The transitions that search for a name. */
export function transitionsOf(names: readonly SearchedName[], name: string): readonly number[] {
  return names.flatMap((each) => (each.name === name ? [each.transition] : []));
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

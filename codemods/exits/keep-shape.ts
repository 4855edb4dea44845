import { ts } from '@ts-morph/common';
import type { Carried } from '../checker/checker.js';
import { isPure } from '../edit/edit.js';
import type { TextEdit } from '../edit/text-edit.js';
import { unwrap } from '../source.js';
import type { Leaf } from './find-exits.js';

/** What a record gets so that its outward key stays. */
export interface KeptKey {
  readonly source: string;
  readonly target: string;
}

/** Records inside a value: the keys that each gets, and where further records are. */
interface Shape {
  keeps: boolean;
  nullable: boolean;
  readonly members: Map<string, Shape>;
}

/**
 * The edits after which a value that leaves has the old key beside the new one; they only insert, so that the value
 * itself may be rewritten too.
 *
 *     res.json(user)   →  res.json({ ...user, userName: user.displayName })
 *     res.json(users)  →  res.json(users.map((record) => ({ ...record, userName: record.displayName })))
 *
 * @param carried where the source is in the value, each path with the name of the source at its end
 * @returns undefined where no expression does it
 */
export function keepShape(
  { node, place }: Leaf,
  carried: readonly Carried[],
  key: KeptKey,
): readonly TextEdit[] | undefined {
  const shape = shapeOf(carried);
  if (!isWritable(shape)) return undefined;
  const text = node.getText();
  if (place === 'spread') {
    // A spread of nothing is fine, a member of nothing is not.
    if (!isPlain(node) || (shape.nullable && shape.members.size > 0)) return undefined;
    const members = membersOf(text, shape, key, 0, shape.nullable ? '?.' : '.');
    return [{ offset: node.end, length: 0, text: `, ${members}` }];
  }
  const [before, after] = wrapping(node, text, shape, key);
  if (place === 'shorthand') return [{ offset: node.end, length: 0, text: `: ${before}${text}${after}` }];
  return [
    ...(before === '' ? [] : [{ offset: node.getStart(), length: 0, text: before }]),
    { offset: node.end, length: 0, text: after },
  ];
}

/** What comes before the value and after it. */
function wrapping(node: ts.Expression, text: string, shape: Shape, key: KeptKey): readonly [string, string] {
  const [open, close] = isChained(node) ? ['', ''] : ['(', ')'];
  const awaited = shape.members.get('()');
  if (awaited) return [open, `${close}.then(${mapping(awaited, key, 0)})`];
  const element = shape.members.get('[]');
  if (element && !shape.nullable) return [open, `${close}.map(${mapping(element, key, 0)})`];
  if (!isPlain(node)) return [`(${mapping(shape, key, 0)})(`, ')'];
  if (shape.nullable) return ['', render(text, shape, key, 0).slice(text.length)];
  const isArrowBody = ts.isArrowFunction(node.parent) && node.parent.body === node;
  const [begin, end] = isArrowBody ? ['({', '})'] : ['{', '}'];
  return [`${begin} ...`, `, ${membersOf(text, shape, key, 0, '.')} ${end}`];
}

/** Whether a member can follow without parentheses. */
function isChained(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isParenthesizedExpression(node)
  );
}

function render(text: string, shape: Shape, key: KeptKey, depth: number): string {
  const element = shape.members.get('[]');
  const guard = shape.nullable ? `${text} && ` : '';
  if (element) {
    return `${guard}${text}.map(${mapping(element, key, depth)})`;
  }
  return `${guard}{ ...${text}, ${membersOf(text, shape, key, depth, '.')} }`;
}

/** A function that puts the old key into what it is given. */
function mapping(shape: Shape, key: KeptKey, depth: number): string {
  const noun = shape.members.has('[]') ? 'records' : 'record';
  const one = depth === 0 || noun === 'records' ? noun : `record${depth + 1}`;
  const value = render(one, shape, key, noun === 'records' ? depth : depth + 1);
  return `(${one}) => ${value.startsWith('{') ? `(${value})` : value}`;
}

function membersOf(text: string, shape: Shape, key: KeptKey, depth: number, dot: string): string {
  const own = shape.keeps ? [`${key.source}: ${text}${dot}${key.target}`] : [];
  const inner = [...shape.members].map(
    ([name, member]) => `${name}: ${render(`${text}${dot}${name}`, member, key, depth)}`,
  );
  return [...own, ...inner].join(', ');
}

function shapeOf(carried: readonly Carried[]): Shape {
  const root: Shape = { keeps: false, nullable: false, members: new Map() };
  for (const { path, nullable } of carried) {
    let here = root;
    for (const [index, step] of path.entries()) {
      if (nullable.includes(index)) here.nullable = true;
      if (index === path.length - 1) {
        here.keeps = true;
        break;
      }
      const next = here.members.get(step) ?? { keeps: false, nullable: false, members: new Map() };
      here.members.set(step, next);
      here = next;
    }
  }
  return root;
}

/** Whether an expression can say it: a promise only at the outside, and names that need no quotes. */
function isWritable(shape: Shape, isOutside = true): boolean {
  return [...shape.members].every(([name, member]) => {
    if (name === '()') return isOutside && shape.members.size === 1 && isWritable(member, false);
    if (name === '[]') return shape.members.size === 1 && !shape.keeps && isWritable(member, false);
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && isWritable(member, false);
  });
}

/** What may be written twice. */
function isPlain(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return inner === node && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && isPure(node);
}

import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import { type Site, settled } from './site-kind.js';

const FILTERS = new Set(['Pick', 'Omit', 'Exclude', 'Extract']);

/** `userName: string` in a type or class of the user's own: a shape of its own, unless another type asks for it. */
export function memberDeclaration(node: ts.ClassElement | ts.TypeElement): Site {
  const { parent } = node;
  if (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) {
    const types = parent.heritageClauses?.flatMap((clause) => clause.types) ?? [];
    const subjects = types.flatMap(({ expression, typeArguments }) =>
      typeArguments && FILTERS.has(expression.getText()) ? typeArguments.slice(0, 1) : [],
    );
    return types.length > 0 ? { kind: 'heritage', types, subjects } : settled('unrelated', 'own-declaration');
  }
  const path: string[] = [];
  let here: ts.Node = node;
  let literal: ts.Node | undefined;
  while (ts.isPropertySignature(here) && ts.isTypeLiteralNode(here.parent)) {
    const key = keyText(here.name);
    if (key === undefined) return settled('unrelated', 'own-declaration');
    path.unshift(key);
    literal = here.parent;
    here = literal.parent;
  }
  return (literal && outsideOf(literal, path)) ?? settled('unrelated', 'own-declaration');
}

/** What the surroundings of a literal type make of its members. */
function outsideOf(literal: ts.Node, path: readonly string[]): Site | undefined {
  const { parent } = literal;
  if (ts.isTypeReferenceNode(parent)) return argumentOf(parent, literal, path);
  // `T extends { userName: infer U } ? U : never` becomes `never` in silence.
  if (ts.isConditionalTypeNode(parent) && parent.extendsType === literal) {
    return { kind: 'type-member', of: parent.checkType, path, otherwise: 'structural-type', literal };
  }
  let here = literal;
  while (ts.isParenthesizedTypeNode(here.parent)) here = here.parent;
  // `User & { userName: 'root' }`: the member is neither the model's alone nor the code's, so all of its uses stay.
  if (ts.isIntersectionTypeNode(here.parent)) {
    const others = here.parent.types.filter((type) => type !== here);
    return path.length === 1 ? { kind: 'heritage', types: [], subjects: others } : undefined;
  }
  const predicate = here.parent;
  if (!ts.isTypePredicateNode(predicate) || predicate.type !== here) return undefined;
  const guarded = guardedBy(predicate);
  return guarded && { kind: 'type-member', of: guarded, path, otherwise: 'structural-type', literal };
}

function argumentOf(
  reference: ts.TypeReferenceNode,
  literal: ts.Node,
  path: readonly string[],
): Site | undefined {
  const argument = reference.typeArguments?.indexOf(literal as ts.TypeNode) ?? -1;
  if (argument < 0) return undefined;
  const { typeName, typeArguments } = reference;
  const of = ts.isQualifiedName(typeName) ? typeName.right : typeName;
  const [delegate] = typeArguments!;
  // `Prisma.Result<typeof prisma.user, { select: { userName: true } }, 'findMany'>` takes anything for arguments.
  if (of.text === 'Result' && argument === 1 && path.length > 1) {
    const name = path.at(-1)!;
    const isOwn = path.length === 2 && path[0] !== 'include';
    return isOwn
      ? { kind: 'type-member', of: delegate!, path: ['fields', name], otherwise: 'literal-type', literal }
      : settled('needs-you', 'literal-type');
  }
  return { kind: 'type-argument', of, argument, path };
}

/** The declared type of the parameter that `value is …` speaks of. */
function guardedBy({ parameterName, parent }: ts.TypePredicateNode): ts.Node | undefined {
  if (!ts.isFunctionLike(parent)) return undefined;
  const named = parent.parameters.find(
    ({ name }) => ts.isIdentifier(name) && ts.isIdentifier(parameterName) && name.text === parameterName.text,
  );
  return named?.type;
}

/** A literal type, or the name of one, where a type is made with it. */
export function literalTypeSite(literal: ts.TypeNode, name: string): Site {
  const here = wholeUnion(literal);
  const { parent } = here;
  if (ts.isIndexedAccessTypeNode(parent) && parent.indexType === here) {
    return { kind: 'member', of: parent.objectType, path: [name], shape: 'name' };
  }
  const utility = utilityOf(here);
  if (utility) {
    const { subject, hides } = utility;
    const hiding = hides && { hides: true as const };
    if (utility.ofMembers) return { kind: 'member', of: subject, path: [name], shape: 'name', ...hiding };
    return { kind: 'type-member', of: subject, path: [], otherwise: 'literal-type', literal, ...hiding };
  }
  if (ts.isConditionalTypeNode(parent) && parent.extendsType === here) {
    const mapped = mappedBy(parent);
    if (mapped)
      return {
        kind: 'type-member',
        of: mapped.subject,
        path: [name],
        otherwise: 'literal-type',
        literal,
        hiding: mapped.node,
      };
  }
  const isArgument = ts.isTypeReferenceNode(parent) || ts.isExpressionWithTypeArguments(parent);
  return { kind: 'literal-type', node: literal, ...(isArgument && { hiding: parent }) };
}

/** The union that a literal type is a part of. */
export function wholeUnion(literal: ts.Node): ts.Node {
  let here = literal;
  while (ts.isUnionTypeNode(here.parent) || ts.isParenthesizedTypeNode(here.parent)) here = here.parent;
  return here;
}

/** `{ [K in keyof T as K extends 'userName' ? never : K]: T[K] }`: the mapped type and T, for the condition in it. */
function mappedBy(
  condition: ts.ConditionalTypeNode,
): { readonly node: ts.MappedTypeNode; readonly subject: ts.TypeNode } | undefined {
  const { parent, checkType } = condition;
  if (!ts.isMappedTypeNode(parent) || parent.nameType !== condition) return undefined;
  const { name, constraint } = parent.typeParameter;
  if (!constraint || !ts.isTypeOperatorNode(constraint) || checkType.getText() !== name.text)
    return undefined;
  return { node: parent, subject: constraint.type };
}

interface Utility {
  readonly subject: ts.TypeNode;
  /** Whether the subject has the members, or is the union of their names. */
  readonly ofMembers: boolean;
  readonly hides: boolean;
}

/** `Pick<T, …>`, `Omit<T, …>`, `Exclude<keyof T, …>`, `Exclude<Prisma.UserScalarFieldEnum, …>`, for a node of its second argument. */
function utilityOf(argument: ts.Node): Utility | undefined {
  const { parent } = argument;
  if (!ts.isTypeReferenceNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return undefined;
  const called = ts.isTypeReferenceNode(parent) ? parent.typeName : parent.expression;
  const name = ts.isIdentifier(called) ? called.text : '';
  const [first, second] = parent.typeArguments ?? [];
  if (!first || second !== argument || !FILTERS.has(name)) return undefined;
  const hides = name === 'Omit' || name === 'Exclude';
  if (name === 'Pick' || name === 'Omit') return { subject: first, ofMembers: true, hides };
  const isKeys = ts.isTypeOperatorNode(first) && first.operator === ts.SyntaxKind.KeyOfKeyword;
  return { subject: isKeys ? first.type : first, ofMembers: isKeys, hides };
}

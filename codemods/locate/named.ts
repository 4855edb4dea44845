import { ts } from '@ts-morph/common';
import { isWrapper, keyText } from '../source.js';
import { exportedAs, importsOf, type Links } from './flow.js';
import { referencesOf } from './scopes.js';
import { keySite, valueSite } from './site.js';
import { type Site, settled } from './site-kind.js';
import { literalTypeSite, wholeUnion } from './type-site.js';

/** The way from a constant to a name in its value: keys, and indices of lists. */
type Way = readonly (string | number)[];

/**
 * All uses of the constant, of the enum or of the type alias that a name is the value of, alone or in lists and objects,
 * each as if the name stood there itself; undefined where it is none of these.
 *
 *     const key = 'userName'; user[key]; select: { [key]: true }
 *     const fields = { sort: 'userName', shown: ['id', 'userName'] }; user[fields.sort]; pick(user, fields.shown)
 *     enum Field { Name = 'userName' } user[Field.Name]
 *     type Hidden = 'userName' | 'email'; Omit<User, Hidden>
 */
export function usesOfNamed(literal: ts.Node, name: string, links: Links): readonly Site[] | undefined {
  const referencesTo: ReferencesTo = (declared) => {
    const { locals, members } = importsOf(declared.getSourceFile(), exportedAs(declared), links);
    return [
      ...[declared, ...locals].flatMap((each) => [
        ...referencesOf(each).filter(({ parent }) => !ts.isTypeQueryNode(parent)),
        ...typeReferencesOf(each),
      ]),
      ...members,
    ];
  };
  if (ts.isLiteralTypeNode(literal.parent)) return aliasUses(literal.parent, name, referencesTo);
  const declared = declaredWith(literal);
  return (
    declared && referencesTo(declared.name).flatMap((each) => usesAt(each, declared.way, name, referencesTo))
  );
}

type ReferencesTo = (declared: ts.Identifier) => readonly (ts.Expression | ts.TypeNode)[];

/** Uses of the alias of a type, which the type is or is a part of; undefined where it has none. */
function aliasUses(type: ts.TypeNode, name: string, referencesTo: ReferencesTo): readonly Site[] | undefined {
  const { parent: alias } = wholeUnion(type);
  if (!ts.isTypeAliasDeclaration(alias) || alias.typeParameters) return undefined;
  return referencesTo(alias.name).flatMap((each) => (ts.isTypeNode(each) ? literalTypeSite(each, name) : []));
}

/** `const key = 'userName' as const`, without a type of its own, which would say more than the uses. */
function declaredWith(literal: ts.Node): { readonly name: ts.Identifier; readonly way: Way } | undefined {
  const way: (string | number)[] = [];
  let here = wholeValue(literal);
  for (;;) {
    const { parent } = here;
    if (ts.isArrayLiteralExpression(parent)) {
      way.unshift(parent.elements.indexOf(here as ts.Expression));
      here = wholeValue(parent);
    } else if (ts.isPropertyAssignment(parent) && parent.initializer === here) {
      const key = keyText(parent.name);
      if (key === undefined) return undefined;
      way.unshift(key);
      here = wholeValue(parent.parent);
    } else if (ts.isEnumMember(parent) && parent.initializer === here) {
      const key = keyText(parent.name);
      return key === undefined ? undefined : { name: parent.parent.name, way: [key] };
    } else {
      if (!ts.isVariableDeclaration(parent) || parent.initializer !== here || parent.type) return undefined;
      const isConstant = (parent.parent.flags & ts.NodeFlags.Const) !== 0;
      return isConstant && ts.isIdentifier(parent.name) ? { name: parent.name, way } : undefined;
    }
  }
}

/** An expression with what stands around it and says nothing about its value. */
function wholeValue(value: ts.Node): ts.Node {
  let here = value;
  while (
    isWrapper(here.parent) ||
    (ts.isCallExpression(here.parent) && here.parent.expression.getText() === 'Object.freeze')
  ) {
    here = here.parent;
  }
  return here;
}

/** What becomes of the name at the end of a way, where a reference stands for its beginning. */
function usesAt(reference: ts.Node, way: Way, name: string, referencesTo: ReferencesTo): readonly Site[] {
  if (ts.isTypeNode(reference)) return typeUses(reference, way, name, referencesTo);
  const [step, ...rest] = way;
  if (step === undefined) return [siteAt(reference as ts.Expression, name)];
  const whole = wholeValue(reference) as ts.Expression;
  const { parent } = whole;
  const on = (next: ts.Node, further: Way = rest) => usesAt(next, further, name, referencesTo);
  if (ts.isElementAccessExpression(parent) && parent.expression === whole) {
    return mayBe(parent.argumentExpression, step) ? on(parent) : [];
  }
  if (ts.isPropertyAccessExpression(parent) && parent.expression === whole) {
    if (typeof step === 'string') return parent.name.text === step ? on(parent) : [];
    return parent.name.text === 'length' ? [] : listUses(parent, way, on);
  }
  if (ts.isForOfStatement(parent) && parent.expression === whole && typeof step === 'number') {
    const [declared] = ts.isVariableDeclarationList(parent.initializer)
      ? parent.initializer.declarations
      : [];
    if (declared && ts.isIdentifier(declared.name))
      return referencesOf(declared.name).flatMap((each) => on(each));
  }
  if (ts.isSpreadElement(parent) && typeof step === 'number') return on(parent.parent, [-1, ...rest]);
  return [within(valueSite(whole, name), way)];
}

/** A value that has the name within it, given as a whole. */
function within(site: Site, way: Way): Site {
  if (site.kind !== 'string') return settled('needs-you', 'untyped-string');
  const path = way.map((each) => (typeof each === 'number' ? '[]' : each));
  const { given } = site;
  return { ...site, path, ...(given && { given: { ...given, path: [...given.path, ...path] } }) };
}

const OF_EACH = /^(?:map|flatMap|forEach|some|every|filter|find|findLast)$/;
/** Methods of a list that give one with elements of it. */
export const SAME_ELEMENTS = /^(?:filter|slice|toSorted|toReversed|sort|reverse)$/;

/** `list.map((each) => user[each])`: what a method of a list does with its elements. */
function listUses(
  method: ts.PropertyAccessExpression,
  way: Way,
  on: (next: ts.Node, way?: Way) => readonly Site[],
): readonly Site[] {
  const { parent: call, name } = method;
  const unknown = [settled('needs-you', 'untyped-string')];
  if (!ts.isCallExpression(call) || call.expression !== method) return unknown;
  const [given] = call.arguments;
  const isSame = SAME_ELEMENTS.test(name.text);
  const after = isSame ? on(call, [-1, ...way.slice(1)]) : name.text.startsWith('find') ? on(call) : [];
  if (!OF_EACH.test(name.text)) return isSame ? after : unknown;
  if (!given || !(ts.isArrowFunction(given) || ts.isFunctionExpression(given))) return unknown;
  const [element] = given.parameters;
  if (!element) return after;
  if (!ts.isIdentifier(element.name)) return unknown;
  return [...referencesOf(element.name).flatMap((each) => on(each)), ...after];
}

/** Whether a key may be that of a step; -1 is a place in a list that is not known. */
function mayBe(key: ts.Expression, step: string | number): boolean {
  if (ts.isStringLiteralLike(key)) return key.text === step;
  return !ts.isNumericLiteral(key) || step === -1 || Number(key.text) === step;
}

/** `(typeof list)[number]`, `(typeof fields)['sort']`: the type that has the name for a part. */
function typeUses(
  reference: ts.TypeNode,
  way: Way,
  name: string,
  referencesTo: ReferencesTo,
): readonly Site[] {
  let here: ts.Node = reference;
  let left = way;
  for (;;) {
    while (ts.isParenthesizedTypeNode(here.parent)) here = here.parent;
    const { parent } = here;
    const [step, ...rest] = left;
    if (step === undefined || !ts.isIndexedAccessTypeNode(parent) || parent.objectType !== here) break;
    const { indexType } = parent;
    const key =
      ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal)
        ? indexType.literal.text
        : undefined;
    if (typeof step === 'string' && key !== undefined && key !== step) return [];
    left = rest;
    here = parent;
  }
  if (left.length > 0 || !ts.isTypeQueryNode(reference)) {
    // `keyof typeof fields` speaks of the keys.
    const isOfKeys = ts.isTypeOperatorNode(here.parent) && typeof left[0] === 'string';
    return isOfKeys ? [] : [settled('needs-you', 'literal-type')];
  }
  const type = here as ts.TypeNode;
  return aliasUses(type, name, referencesTo) ?? [literalTypeSite(type, name)];
}

function siteAt(reference: ts.Expression, name: string): Site {
  const whole = wholeValue(reference) as ts.Expression;
  const { parent } = whole;
  if (ts.isComputedPropertyName(parent)) {
    const owner = parent.parent;
    if (ts.isPropertyAssignment(owner)) return keySite(owner, 'name', name);
    if (ts.isBindingElement(owner)) return { kind: 'member', of: owner.parent, path: [name], shape: 'name' };
    return settled('needs-you', 'untyped-string');
  }
  return valueSite(whole, name);
}

/** Uses in the same file of a name in types. */
export function typeReferencesOf(name: ts.Identifier): ts.TypeNode[] {
  const found: ts.TypeNode[] = [];
  const visit = (node: ts.Node): void => {
    const named = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isTypeQueryNode(node)
        ? node.exprName
        : undefined;
    if (named && ts.isIdentifier(named) && named.text === name.text) found.push(node as ts.TypeNode);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}

import { ts } from '@ts-morph/common';
import { isWrapper, keyText, unwrap } from '../source.js';
import type { Links, Use } from './flow.js';
import { declarationOf } from './scopes.js';

/** Where a value without a type comes from. */
export interface Origin {
  /** Expressions that hold it, the nearest first, each with the way from there to the member. */
  readonly values: readonly Use[];
  /** Where none of them has a type: what each caller hands over for the parameter that it came in through. */
  readonly handed?: readonly Origin[];
}

/** What errors have by themselves, and those of servers. */
const OF_AN_ERROR = /^(?:name|message|stack|cause|code|status)$/;

/** `error.name` of what was caught, `value.constructor.name`: a member that is not a record's, though nothing has a type. */
export function isNoRecord(of: ts.Node, [name = '']: readonly string[]): boolean {
  const value = ts.isExpression(of) ? unwrap(of) : of;
  if (ts.isPropertyAccessExpression(value)) return value.name.text === 'constructor' && name === 'name';
  const declared = ts.isIdentifier(value) ? declarationOf(value) : undefined;
  const isCaught =
    declared !== undefined && ts.isVariableDeclaration(declared) && ts.isCatchClause(declared.parent);
  return isCaught && OF_AN_ERROR.test(name);
}

/** `response.status(200)`, `new values.status()`: the member of a value that is called, which no column can be. */
export function isCalledMember(of: ts.Node): boolean {
  let member: ts.Node = of.parent;
  const isMember =
    (ts.isPropertyAccessExpression(member) || ts.isElementAccessExpression(member)) &&
    member.expression === of;
  if (!isMember) return false;
  while (isWrapper(member.parent)) member = member.parent;
  const { parent } = member;
  return (
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === member) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === member)
  );
}

/** Types of a parameter that say nothing of the members of what is handed over. */
const SAYS_NOTHING = /^(?:any|unknown|object|\{\}|Record<string, (?:any|unknown)>|Partial<any>)$/;

/** As many calls as a value is followed back through. */
const DEPTH = 4;

/**
 * What a value that is `any` is made of, as far as syntax tells: what stands below an assertion, and for a parameter
 * without a type what all callers of its function hand over.
 *
 * @param of an expression, or a pattern that takes a value apart
 * @param path from there to the member
 */
export function originOf(of: ts.Node, path: readonly string[], links: Links, depth = DEPTH): Origin {
  const values: Use[] = [];
  let here: ts.Node = of;
  let way = path;
  for (;;) {
    if (ts.isObjectBindingPattern(here)) {
      const { parent }: { parent: ts.Node } = here;
      if (ts.isParameter(parent)) return through(parent, way);
      if (ts.isVariableDeclaration(parent) && parent.initializer && !parent.type) {
        here = parent.initializer;
      } else if (ts.isBindingElement(parent) && !parent.initializer && !parent.dotDotDotToken) {
        const key = keyText(parent.propertyName ?? parent.name);
        if (key === undefined) return { values };
        way = [key, ...way];
        here = parent.parent;
        continue;
      } else {
        return { values };
      }
    }
    values.push({ from: 'type', node: here, path: way });
    if (isWrapper(here)) {
      here = here.expression;
    } else if (ts.isPropertyAccessExpression(here)) {
      way = [here.name.text, ...way];
      here = here.expression;
    } else if (ts.isIdentifier(here)) {
      const declared = declarationOf(here);
      if (!declared) return { values };
      if (ts.isBindingElement(declared)) {
        const key = keyText(declared.propertyName ?? declared.name);
        if (declared.initializer || key === undefined || !ts.isObjectBindingPattern(declared.parent)) {
          return { values };
        }
        if (!declared.dotDotDotToken) way = [key, ...way];
        here = declared.parent;
        continue;
      }
      if (ts.isParameter(declared)) return through(declared, way);
      if (!declared.initializer || declared.type || !isConstant(declared)) return { values };
      here = declared.initializer;
    } else {
      return { values };
    }
  }

  function through(parameter: ts.ParameterDeclaration, rest: readonly string[]): Origin {
    const untyped = !parameter.type || SAYS_NOTHING.test(parameter.type.getText());
    if (!untyped || parameter.dotDotDotToken || parameter.initializer || depth === 0) return { values };
    const given = handedFor(parameter, links);
    if (!given || given.length === 0) return { values };
    const handed = given.flatMap((each) => {
      if (ts.isExpression(each)) return [originOf(each, rest, links, depth - 1)];
      const [name, ...inner] = rest;
      const attribute = name === undefined ? undefined : attributeOf(each, name);
      return attribute ? [originOf(attribute, inner, links, depth - 1)] : [];
    });
    return handed.length > 0 ? { values, handed } : { values };
  }
}

/** What every call hands over for a parameter, of an element its attributes; undefined where not all calls are known. */
function handedFor(
  { parent: owner, name }: ts.ParameterDeclaration,
  links: Links,
): readonly (ts.Expression | ts.JsxAttributes)[] | undefined {
  if (ts.isIdentifier(name) && isReassigned(owner, name.text)) return undefined;
  const own = nameOf(owner);
  const used = own && links.usesOf(own);
  if (!used) return undefined;
  const index = owner.parameters.findIndex((each) => each.name === name);
  const given: (ts.Expression | ts.JsxAttributes)[] = [];
  for (const use of used) {
    const { parent } = use;
    const isCall = ts.isConstructorDeclaration(owner)
      ? ts.isNewExpression(parent)
      : ts.isCallExpression(parent);
    if (isCall && (parent as ts.CallExpression | ts.NewExpression).expression === use) {
      const all = (parent as ts.CallExpression | ts.NewExpression).arguments ?? [];
      if (all.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
      const argument = all[index];
      if (argument) given.push(argument);
    } else if (ts.isJsxSelfClosingElement(parent) || ts.isJsxOpeningElement(parent)) {
      if (index !== 0 || parent.attributes.properties.some(ts.isJsxSpreadAttribute)) return undefined;
      given.push(parent.attributes);
    } else if (!ts.isJsxClosingElement(parent)) {
      return undefined;
    }
  }
  return given;
}

function attributeOf(attributes: ts.JsxAttributes, name: string): ts.Expression | undefined {
  for (const attribute of attributes.properties) {
    if (!ts.isJsxAttribute(attribute) || attribute.name.getText() !== name) continue;
    const { initializer } = attribute;
    return initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  }
  return undefined;
}

/** The name that a function is called by. */
function nameOf(owner: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return undefined;
  const { parent } = owner;
  const isNamed = ts.isVariableDeclaration(parent) && parent.initializer === owner && isConstant(parent);
  return isNamed && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function isConstant({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0;
}

function isReassigned(owner: ts.Node, name: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left) && node.left.text === name) {
      const kind = node.operatorToken.kind;
      if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) found = true;
    }
    if (!found) ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}

import { ts } from '@ts-morph/common';
import { referencesOf } from '../locate/scopes.js';
import { isComparison } from '../locate/site.js';
import type { ReasonCode } from '../reasons.js';
import { keyText, unwrap } from '../source.js';
import { type Decision, type FieldPlace, type FieldValues, keyOf, leave, valueText } from './edit.js';
import { applyEdits, span, type TextEdit } from './text-edit.js';

/** Edits of literals, or why a value cannot be followed. */
type Carried = readonly TextEdit[] | ReasonCode;

/**
 * Renames a field together with its values: literals in data, filters, comparisons and arms. Where a value comes from
 * elsewhere or goes elsewhere, the generated converter keeps its text; where that cannot be, nothing is renamed.
 */
export function carryValues(place: FieldPlace, decision: Decision): Decision {
  const { values } = place;
  // Whatever is no plain rename moves no value.
  if (!values || decision.edits.length === 0 || decision.reason !== place.reason) return decision;
  const carried = carry(place, values);
  if (typeof carried === 'string') return leave('needs-you', carried);
  const merged = place.role !== 'write' && carried.some(({ text }) => isMerged(values, text.slice(1, -1)));
  const converts = carried.some(({ text }) => values.converter && text.includes(`${values.converter.name}.`));
  const note = merged ? 'values-merge' : converts ? 'value-converted' : undefined;
  return { ...decision, edits: [...decision.edits, ...carried], ...(note && { note }) };
}

/** The value of a member of `data` as it reads for the target; undefined if its text cannot be known. */
export function carriedText(place: FieldPlace, member: ts.ObjectLiteralElementLike): string | undefined {
  const { values } = place;
  if (!values) return valueText(member);
  if (!ts.isPropertyAssignment(member)) return undefined;
  const { initializer } = member;
  const edits = carryFilter(values, initializer);
  if (typeof edits === 'string') return undefined;
  const start = initializer.getStart();
  return applyEdits(
    initializer.getText(),
    edits.map((edit) => ({ ...edit, offset: edit.offset - start })),
  );
}

function isMerged({ entries, otherwise }: FieldValues, target: string): boolean {
  return target === otherwise || [...entries.values()].filter((value) => value === target).length > 1;
}

function carry(place: FieldPlace, values: FieldValues): Carried {
  const { token } = place;
  const key = keyOf(place);
  if (key) return carryMember(place, values, key.member);
  const { parent } = token;
  const isAccess =
    (ts.isPropertyAccessExpression(parent) && parent.name === token) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === token);
  if (isAccess) return carryUse(values, parent as ts.Expression);
  const binding = ts.isComputedPropertyName(parent) ? parent.parent : parent;
  if (ts.isBindingElement(binding)) return carryBinding(values, binding);
  // A type says which values there are, and the compiler follows those.
  if (ts.isLiteralTypeNode(parent) || ts.isQualifiedName(parent)) return [];
  if (ts.isArrayLiteralExpression(parent) && place.role === 'query') return [];
  return 'value-leaves';
}

function carryMember(place: FieldPlace, values: FieldValues, member: ts.ObjectLiteralElementLike): Carried {
  const parses = place.role === 'write' ? parsesAll(values) : parsesExactly(values);
  if (ts.isShorthandPropertyAssignment(member)) {
    return parses ? converted(values, 'parse', member.name) : 'value-not-literal';
  }
  if (!ts.isPropertyAssignment(member)) return 'value-not-literal';
  const value = unwrap(member.initializer);
  if (place.role === 'query') {
    if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) {
      return isBelow(member, ['_min', '_max']) ? 'order-differs' : [];
    }
    const isDirection = ts.isStringLiteralLike(value) && /^(asc|desc)$/.test(value.text);
    if (isBelow(member, ['orderBy']) || (isDirection && !values.entries.has(value.text))) {
      return 'order-differs';
    }
  }
  return carryFilter(values, value, parses);
}

/** Whether every text that may come has a value. */
function parsesAll({ otherwise, sourceEnum }: FieldValues): boolean {
  return otherwise !== undefined || sourceEnum !== undefined;
}

/** Whether a condition on the value means what it meant on the text: no text has a value in common with another. */
function parsesExactly({ entries, otherwise, sourceEnum }: FieldValues): boolean {
  return (
    sourceEnum !== undefined && otherwise === undefined && new Set(entries.values()).size === entries.size
  );
}

/** Whether the member stands inside a key of such a name, in the same literal. */
function isBelow(member: ts.Node, names: readonly string[]): boolean {
  for (let here = member.parent; ts.isExpression(here) || ts.isPropertyAssignment(here); here = here.parent) {
    if (ts.isPropertyAssignment(here) && names.includes(keyText(here.name) ?? '')) return true;
    if (ts.isCallExpression(here)) return false;
  }
  return false;
}

const valueOperators = new Set(['equals', 'not', 'in', 'notIn', 'set']);

/**
 * What is written, or asked of the field in a filter.
 *
 * @param parses whether the converter may stand where the value is not written down
 */
function carryFilter(values: FieldValues, expression: ts.Expression, parses = false): Carried {
  const value = unwrap(expression);
  if (ts.isObjectLiteralExpression(value)) {
    return all(value.properties, (property) => {
      if (!ts.isPropertyAssignment(property)) return 'value-not-literal';
      if (!valueOperators.has(keyText(property.name) ?? '')) return 'not-by-value';
      return carryFilter(values, property.initializer, parses);
    });
  }
  if (ts.isArrayLiteralExpression(value))
    return carryList(value, (item) => carryFilter(values, item, parses));
  const carried = carryLiteral(values, value);
  return parses && carried === 'value-not-literal' ? converted(values, 'parse', value) : carried;
}

/** A value where it is written down. */
function carryLiteral(values: FieldValues, expression: ts.Expression): Carried {
  const value = unwrap(expression);
  if (ts.isConditionalExpression(value)) {
    return all([value.whenTrue, value.whenFalse], (branch) => carryLiteral(values, branch));
  }
  if (value.kind === ts.SyntaxKind.NullKeyword) return [];
  if (ts.isIdentifier(value) && value.text === 'undefined') return [];
  const name = literalName(values, value);
  if (name === undefined) return 'value-not-literal';
  const target = values.entries.get(name);
  if (target === undefined) return 'unmapped-value';
  const quote = ts.isStringLiteralLike(value) ? value.getText().charAt(0) : "'";
  return [span(value.getStart(), value.end, `${quote}${target}${quote}`)];
}

/** `'low'`, `Level.low` or `$Enums.Level.low`. */
function literalName({ sourceEnum }: FieldValues, value: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(value)) return value.text;
  if (sourceEnum === undefined || !ts.isPropertyAccessExpression(value)) return undefined;
  const owner = value.expression;
  const named = ts.isPropertyAccessExpression(owner) ? owner.name : owner;
  return ts.isIdentifier(named) && named.text === sourceEnum ? value.name.text : undefined;
}

/** What becomes of a value that was read; the text that it had goes on from here where nothing else can be said. */
function carryUse(values: FieldValues, expression: ts.Expression, depth = 0): Carried {
  const carried = followUse(values, expression, depth);
  const isLost = carried === 'value-leaves' || carried === 'value-not-literal';
  return isLost && !isTarget(expression) ? converted(values, 'format', expression) : carried;
}

/** The value with the converter's call around it, and the import that this needs. */
function converted(values: FieldValues, direction: 'parse' | 'format', expression: ts.Expression): Carried {
  const reason = direction === 'parse' ? 'value-not-literal' : 'value-leaves';
  const { converter } = values;
  if (!converter) return reason;
  const call = `${converter.name}.${direction}(`;
  const imported = converter.imported ? [converter.imported] : [];
  const { parent } = expression;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const key = direction === 'parse' ? '' : `${parent.name.text}: `;
    return [
      span(parent.getStart(), parent.getStart(), key + call),
      span(parent.end, parent.end, ')'),
      ...imported,
    ];
  }
  return [
    span(expression.getStart(), expression.getStart(), call),
    span(expression.end, expression.end, ')'),
    ...imported,
  ];
}

/** What is assigned to, deleted or asked for its type is no value. */
function isTarget(expression: ts.Expression): boolean {
  const { parent } = expression;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment && parent.left === expression;
  }
  return (
    ts.isDeleteExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    ts.isExportAssignment(parent) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator !== ts.SyntaxKind.ExclamationToken)
  );
}

function followUse(values: FieldValues, expression: ts.Expression, depth: number): Carried {
  let node: ts.Node = expression;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return [];
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === node ? parent.right : parent.left;
    if (isComparison(parent)) return carryLiteral(values, other);
    const { kind } = parent.operatorToken;
    const isAssigned = kind === ts.SyntaxKind.EqualsToken;
    if (parent.left === node && (isAssigned || kind === ts.SyntaxKind.QuestionQuestionToken)) {
      const carried = all(
        [() => carryLiteral(values, other), () => carryUse(values, parent, depth)],
        (part) => part(),
      );
      // A default that is none of the values belongs to the text.
      return carried === 'unmapped-value' && !isAssigned ? 'value-leaves' : carried;
    }
    return 'value-leaves';
  }
  if (ts.isSwitchStatement(parent) && parent.expression === node) return carryArms(values, parent);
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    const callee = unwrap(parent.expression);
    const list = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
    const asksList = ts.isPropertyAccessExpression(callee) && /^(includes|indexOf)$/.test(callee.name.text);
    if (asksList && list && ts.isArrayLiteralExpression(list)) {
      return carryList(list, (item) => carryLiteral(values, item));
    }
  }
  const isConstant =
    ts.isVariableDeclaration(parent) &&
    parent.initializer === node &&
    parent.type === undefined &&
    ts.isIdentifier(parent.name) &&
    isLocalConstant(parent);
  if (isConstant && depth < 3) return carryReferences(values, parent.name, depth);
  return 'value-leaves';
}

/** `const { status } = user`: all that is done with the local name. */
function carryBinding(values: FieldValues, binding: ts.BindingElement): Carried {
  const { name, initializer } = binding;
  let owner: ts.Node = binding;
  while (ts.isBindingElement(owner) || ts.isObjectBindingPattern(owner) || ts.isArrayBindingPattern(owner)) {
    owner = owner.parent;
  }
  const isLocal = ts.isParameter(owner) || (ts.isVariableDeclaration(owner) && isLocalConstant(owner));
  if (!ts.isIdentifier(name) || !isLocal) return 'value-leaves';
  return all(
    [() => (initializer ? carryLiteral(values, initializer) : []), () => carryReferences(values, name, 0)],
    (part) => part(),
  );
}

function carryReferences(values: FieldValues, name: ts.Identifier, depth: number): Carried {
  // A shorthand property is a way out, like any other use.
  return all(referencesOf(name), (reference) => carryUse(values, reference, depth + 1));
}

function isLocalConstant(declaration: ts.VariableDeclaration): boolean {
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || !(list.flags & ts.NodeFlags.Const)) return false;
  const statement = list.parent;
  return !(ts.isVariableStatement(statement) && statement.modifiers?.length);
}

/** Labels that now say the same are one, where they stand together; arms of their own are for a person to merge. */
function carryArms(values: FieldValues, { caseBlock }: ts.SwitchStatement): Carried {
  const { clauses } = caseBlock;
  const labels = clauses.map((clause) =>
    ts.isCaseClause(clause) ? carryLiteral(values, clause.expression) : [],
  );
  return all([...clauses.keys()], (index) => {
    const value = onlyValue(labels[index]!);
    const again =
      value === undefined
        ? -1
        : labels.findIndex((label, place) => place > index && onlyValue(label) === value);
    if (again < 0) return labels[index]!;
    const [label, next] = [clauses[index]!, clauses[index + 1]!];
    const isTogether = clauses.slice(index, again).every(({ statements }) => statements.length === 0);
    if (!isTogether || hasComment(label.end, next)) return 'arms-merge';
    return [span(label.getStart(), next.getStart(), '')];
  });
}

/** A list of values, each of which is needed once. */
function carryList(
  { elements }: ts.ArrayLiteralExpression,
  carryItem: (item: ts.Expression) => Carried,
): Carried {
  const seen = new Set<string>();
  return all([...elements.keys()], (index) => {
    const [item, before] = [elements[index]!, elements[index - 1]];
    const carried = carryItem(item);
    const value = onlyValue(carried);
    if (value === undefined) return carried;
    const isAgain = seen.has(value);
    seen.add(value);
    return isAgain && before && !hasComment(before.end, item) ? [span(before.end, item.end, '')] : carried;
  });
}

/** The value of a carried literal; undefined for anything else. */
function onlyValue(carried: Carried): string | undefined {
  const [edit, ...others] = typeof carried === 'string' ? [] : carried;
  return others.length === 0 && edit && /^['"`]/.test(edit.text) ? edit.text.slice(1, -1) : undefined;
}

/** Whether a comment stands between an offset and a node that follows. */
function hasComment(from: number, node: ts.Node): boolean {
  return /\/[/*]/.test(node.getSourceFile().text.slice(from, node.getStart()));
}

/** The edits of all parts, or the first reason why one of them cannot be carried over. */
function all<T>(parts: readonly T[], carryPart: (part: T) => Carried): Carried {
  const edits: TextEdit[] = [];
  for (const part of parts) {
    const carried = carryPart(part);
    if (typeof carried === 'string') return carried;
    edits.push(...carried);
  }
  return edits;
}

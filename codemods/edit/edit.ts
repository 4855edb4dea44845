import { ts } from '@ts-morph/common';
import type { Role } from '../../src/schema/generated-declaration.js';
import type { OccurrenceClass } from '../codemod-report.js';
import type { Shape } from '../locate/site-kind.js';
import type { ReasonCode } from '../reasons.js';
import { keyText, memberNamed, type Source, unwrap } from '../source.js';
import { span, type TextEdit } from './text-edit.js';

/** How the values of a field change with its name. */
export interface FieldValues {
  /** Source literal to target literal, by Prisma names. */
  readonly entries: ReadonlyMap<string, string>;
  /** Where values without an entry go. */
  readonly otherwise?: string | undefined;
  /** The enum of the source, if it is one: `Level.low` is a value too. */
  readonly sourceEnum?: string | undefined;
  /** The generated functions between texts and values; absent where the file cannot import them. */
  readonly converter?: ConverterUse | undefined;
}

/** How a file gets at a generated converter. */
export interface ConverterUse {
  readonly name: string;
  /** Absent where it is imported already. */
  readonly imported: TextEdit | undefined;
}

/** A place that is proven to speak of the field, as a codemod sees it. */
export interface FieldPlace {
  readonly source: Source;
  readonly token: ts.Node;
  /** Offset of the name itself: inside the quotes of a string. */
  readonly offset: number;
  readonly name: string;
  readonly role: Role;
  readonly shape: Shape;
  readonly reason: ReasonCode;
  /** What is made with the name lacks it: a type, or the result of a call. */
  readonly hides?: true | undefined;
  /** The record was parsed from a text. */
  readonly isParsed?: true | undefined;
  /** The target may be null. */
  readonly targetIsNullable: boolean;
  /** What the name becomes; undefined for a compound unique key that has no counterpart. */
  readonly target: string | undefined;
  /** Absent where values stay as they are. */
  readonly values?: FieldValues | undefined;
}

export interface Decision {
  readonly class: Exclude<OccurrenceClass, 'ignored'>;
  readonly reason: ReasonCode;
  readonly edits: readonly TextEdit[];
  readonly note?: ReasonCode;
}

/** One codemod: what happens to a place that speaks of the field. Pure. */
export type Codemod = (place: FieldPlace) => Decision;

export function leave(cls: Exclude<OccurrenceClass, 'ignored' | 'rewritten'>, reason: ReasonCode): Decision {
  return { class: cls, reason, edits: [] };
}

export function rewrite(reason: ReasonCode, edits: readonly TextEdit[], note?: ReasonCode): Decision {
  return { class: 'rewritten', reason, edits, ...(note && { note }) };
}

/** The name becomes the target's; where it was also a local name, that stays. */
export function rename(place: FieldPlace): Decision {
  if (place.target === undefined) return leave('needs-you', 'no-target-key');
  return rewrite(place.reason, [respell(place, place.target)]);
}

/** The edit that puts a new name where an old one stands. */
export function respell(
  { offset, name, shape }: Pick<FieldPlace, 'offset' | 'name' | 'shape'>,
  target: string,
): TextEdit {
  switch (shape) {
    case 'name':
      return { offset, length: name.length, text: target };
    case 'specifier':
      return { offset, length: 0, text: `${target} as ` };
    default:
      return { offset, length: 0, text: `${target}: ` };
  }
}

/** The object literal, and the member of it, whose key the place is. */
export function keyOf(
  place: FieldPlace,
):
  | { readonly literal: ts.ObjectLiteralExpression; readonly member: ts.ObjectLiteralElementLike }
  | undefined {
  let here = place.token;
  if (ts.isComputedPropertyName(here.parent)) here = here.parent;
  const member = here.parent;
  if (!ts.isObjectLiteralElementLike(member) || member.name !== here) return undefined;
  return ts.isObjectLiteralExpression(member.parent) ? { literal: member.parent, member } : undefined;
}

/** The value that a member of an object literal has, as text; a shorthand's is its name. */
export function valueText(member: ts.ObjectLiteralElementLike): string | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer.getText();
  if (ts.isShorthandPropertyAssignment(member)) return member.name.text;
  return undefined;
}

/** The member of the same literal that is named like the target. */
export function targetBeside(place: FieldPlace): ts.ObjectLiteralElementLike | undefined {
  const key = keyOf(place);
  return key && place.target !== undefined ? memberNamed(key.literal, place.target) : undefined;
}

/** `a.target ?? a.source`, either way round: the edits that leave only the target. */
export function collapseFallback(place: FieldPlace): readonly TextEdit[] | undefined {
  const access = accessOf(place);
  if (!access) return undefined;
  let operand: ts.Node = access;
  while (ts.isParenthesizedExpression(operand.parent) || ts.isNonNullExpression(operand.parent)) {
    operand = operand.parent;
  }
  const { parent } = operand;
  if (!ts.isBinaryExpression(parent) || !isFallback(parent.operatorToken.kind)) return undefined;
  const other = parent.left === operand ? parent.right : parent.left;
  const twin = unwrap(other);
  if (!ts.isPropertyAccessExpression(twin) && !ts.isElementAccessExpression(twin)) return undefined;
  if (accessedName(twin) !== place.target) return undefined;
  if (twin.expression.getText() !== access.expression.getText()) return undefined;
  // Parentheses around the two are no longer needed around one.
  const whole = twin === other && ts.isParenthesizedExpression(parent.parent) ? parent.parent : parent;
  return [span(whole.getStart(), other.getStart(), ''), span(other.end, whole.end, '')].filter(
    ({ length }) => length > 0,
  );
}

function isFallback(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function accessOf(place: FieldPlace): ts.PropertyAccessExpression | ts.ElementAccessExpression | undefined {
  const { parent } = place.token;
  if (ts.isPropertyAccessExpression(parent) && parent.name === place.token) return parent;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === place.token) return parent;
  return undefined;
}

function accessedName(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  return ts.isStringLiteralLike(access.argumentExpression) ? access.argumentExpression.text : undefined;
}

/** A name in a list of strings or in a union of literal types: its own node, and its neighbours. */
export function listedName(
  place: FieldPlace,
): { readonly node: ts.Node; readonly items: readonly ts.Node[] } | undefined {
  const { parent } = place.token;
  if (ts.isArrayLiteralExpression(parent)) return { node: place.token, items: parent.elements };
  // `pick(user, 'id', 'userName')`, `without(user, 'userName')`; other arguments are no list.
  if (
    ts.isCallExpression(parent) &&
    (place.hides || /(?:^|\.)(?:pick|omit)$/.test(parent.expression.getText()))
  )
    return { node: place.token, items: parent.arguments };
  if (ts.isLiteralTypeNode(parent) && ts.isUnionTypeNode(parent.parent)) {
    return { node: parent, items: parent.parent.types };
  }
  return undefined;
}

export function isNameLiteral(node: ts.Node, name: string | undefined): boolean {
  if (ts.isLiteralTypeNode(node)) return isNameLiteral(node.literal, name);
  return ts.isStringLiteralLike(node) && node.text === name;
}

export function insertAfter(node: ts.Node, text: string): TextEdit {
  return { offset: node.end, length: 0, text };
}

/** Whether a value can be left out or computed twice without anyone noticing. */
export function isPure(node: ts.Expression): boolean {
  const value = unwrap(node);
  if (ts.isIdentifier(value) || ts.isLiteralExpression(value) || isKeywordLiteral(value)) return true;
  if (ts.isPropertyAccessExpression(value)) return isPure(value.expression);
  if (ts.isElementAccessExpression(value))
    return isPure(value.expression) && isPure(value.argumentExpression);
  if (ts.isTemplateExpression(value)) return value.templateSpans.every((part) => isPure(part.expression));
  if (ts.isPrefixUnaryExpression(value)) {
    const { operator } = value;
    const changes = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return !changes && isPure(value.operand);
  }
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return !assigns && isPure(value.left) && isPure(value.right);
  }
  if (ts.isConditionalExpression(value)) {
    return isPure(value.condition) && isPure(value.whenTrue) && isPure(value.whenFalse);
  }
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isPure);
  if (ts.isObjectLiteralExpression(value)) {
    return value.properties.every(
      (property) =>
        ts.isShorthandPropertyAssignment(property) ||
        (ts.isPropertyAssignment(property) &&
          keyText(property.name) !== undefined &&
          isPure(property.initializer)),
    );
  }
  return false;
}

function isKeywordLiteral(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

import { ts } from '@ts-morph/common';
import { declares, isScope, referencesOf } from '../locate/scopes.js';
import { keyText } from '../source.js';
import type { FieldPlace } from './edit.js';
import { removeItem } from './removals.js';
import { span, type TextEdit } from './text-edit.js';

/**
 * One pattern takes both fields: the local name of the source goes, and what used it uses that of the target.
 *
 *     const { displayName, userName } = user; return displayName ?? userName;
 *     const { displayName } = user; return displayName;
 */
export function mergeBindings({ token, target }: FieldPlace): readonly TextEdit[] | undefined {
  const binding = token.parent;
  if (!ts.isBindingElement(binding) || !ts.isObjectBindingPattern(binding.parent)) return undefined;
  const { elements } = binding.parent;
  const twin = elements.find((each) => keyText(each.propertyName ?? each.name) === target);
  const [old, kept] = [binding, twin].map((each) =>
    each && ts.isIdentifier(each.name) && !each.initializer && !each.dotDotDotToken ? each.name : undefined,
  );
  if (!old || !kept || elements.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  const references = referencesOf(old);
  if (isExportedPattern(binding) || [...references, ...referencesOf(kept)].some(isWritten)) return undefined;
  if (references.some((each) => isHidden(each, kept.text, binding.parent))) return undefined;
  const edits: TextEdit[] = [];
  for (const reference of references) {
    const fallback = fallbackOn(reference, kept.text);
    if (fallback) edits.push(fallback);
    else if (ts.isShorthandPropertyAssignment(reference.parent)) {
      edits.push(span(reference.end, reference.end, `: ${kept.text}`));
    } else edits.push(span(reference.getStart(), reference.end, kept.text));
  }
  return [removeItem(elements, binding), ...edits];
}

function isExportedPattern(binding: ts.Node): boolean {
  let owner: ts.Node = binding;
  while (!ts.isStatement(owner) && !ts.isFunctionLike(owner) && owner.parent) owner = owner.parent;
  return ts.isVariableStatement(owner) && owner.modifiers !== undefined;
}

function isWritten(reference: ts.Identifier): boolean {
  const { parent } = reference;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  if (!ts.isBinaryExpression(parent) || parent.left !== reference) return ts.isForOfStatement(parent);
  const { kind } = parent.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether a scope between a place and the pattern calls something else by this name. */
function isHidden(place: ts.Node, name: string, pattern: ts.Node): boolean {
  const isAround = (scope: ts.Node) => scope.pos <= pattern.pos && pattern.end <= scope.end;
  for (let here = place.parent; here && !isAround(here); here = here.parent) {
    if (isScope(here) && declares(here, name)) return true;
  }
  return false;
}

/** `displayName ?? userName`, either way round: what goes. */
function fallbackOn(reference: ts.Identifier, kept: string): TextEdit | undefined {
  const { parent } = reference;
  if (!ts.isBinaryExpression(parent)) return undefined;
  const { kind } = parent.operatorToken;
  if (kind !== ts.SyntaxKind.QuestionQuestionToken && kind !== ts.SyntaxKind.BarBarToken) return undefined;
  const other = parent.left === reference ? parent.right : parent.left;
  if (!ts.isIdentifier(other) || other.text !== kept) return undefined;
  return parent.left === reference
    ? span(parent.getStart(), other.getStart(), '')
    : span(other.end, parent.end, '');
}

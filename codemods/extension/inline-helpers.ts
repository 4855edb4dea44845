import { realpathSync } from 'node:fs';
import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { TransitionEntry } from '../../src/schema/transitions-file.js';
import { type Decision, leave, rewrite } from '../edit/edit.js';
import { importsModule } from '../edit/import.js';
import { span, type TextEdit } from '../edit/text-edit.js';
import { searchNames } from '../locate/search.js';
import { findFiles } from '../project/find-files.js';
import { nodeAt, type Source, sourceOf } from '../source.js';
import { helperNames } from './helper-names.js';

/** One place where a generated helper is named. */
export interface HelperPlace {
  readonly source: Source;
  readonly offset: number;
  readonly name: string;
  readonly decision: Decision;
}

/**
 * The helpers of a transition go with it, so what they do is written out where they are called:
 *
 *     userDisplayName.read(user)                      →  user.displayName
 *     select: userDisplayName.select                  →  select: { displayName: true }
 *     data: { email, ...userDisplayName.write(name) } →  data: { email, displayName: name }
 *
 * @param module absolute path of the generated module
 */
export function inlineHelpers(
  sources: readonly Source[],
  entries: readonly TransitionEntry[],
  module: string,
): readonly HelperPlace[] {
  const names = helperNames(entries);
  return sources.flatMap((source) => {
    const isImported = importsModule(source, module);
    return searchNames(
      source.text,
      names.map(({ name }) => name),
    ).map(({ offset, name }) => {
      const entry = entries[names.find((each) => each.name === name)!.transition]!;
      const token = nodeAt(source.tree, offset);
      const decision =
        isImported && token && ts.isIdentifier(token)
          ? inline(token, entry.target.field, name !== entry.helper)
          : leave('unrelated', 'local-name');
      return { source, offset, name, decision };
    });
  });
}

/**
 * Where files that import the generated module name a helper of a transition, in whatever way: the places that no
 * longer compile once the transition is over.
 *
 * @param cwd the folder to search, absolute
 * @param module absolute path of the generated module
 */
export async function findHelpers(
  cwd: string,
  entries: readonly TransitionEntry[],
  module: string,
): Promise<readonly HelperPlace[]> {
  const found = await findFiles({ codemod: 'contract', cwd }, helperNames(entries), [
    realpathSync(path.dirname(module)),
  ]);
  return inlineHelpers(found.holders.map(sourceOf), entries, module).filter(
    ({ decision }) => decision.reason !== 'local-name',
  );
}

function inline(token: ts.Identifier, field: string, isConverter: boolean): Decision {
  const { parent } = token;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) {
    // Under another name its uses are not found.
    return parent.propertyName ? leave('needs-you', 'helper-in-use') : leave('unrelated', 'helper-import');
  }
  const isMember = ts.isPropertyAccessExpression(parent) && parent.expression === token;
  if (isConverter || !isMember) return leave('needs-you', 'helper-in-use');
  const edits = inlineMember(parent, field);
  return edits ? rewrite('helper-inlined', edits) : leave('needs-you', 'helper-in-use');
}

function inlineMember(access: ts.PropertyAccessExpression, field: string): readonly TextEdit[] | undefined {
  const { parent } = access;
  const call = ts.isCallExpression(parent) && parent.expression === access ? parent : undefined;
  const [argument, ...others] = call?.arguments ?? [];
  if (others.length > 0 || (argument && ts.isSpreadElement(argument))) return undefined;
  switch (access.name.text) {
    case 'select':
      return asObject(access, `${field}: true`);
    case 'read':
      if (!call || !argument) return around(access, undefined, `({ ${field} }) => ${field}`, '');
      return isOperand(argument)
        ? around(call, argument, '', `.${field}`)
        : around(call, argument, '(', `).${field}`);
    case 'write':
      if (!call || !argument) return around(access, undefined, `(value) => ({ ${field}: value })`, '');
      return asObject(call, `${field}: `, argument);
    default:
      return undefined;
  }
}

/** An object literal in place of a node, or its one member where that is spread into another literal. */
function asObject(node: ts.Node, member: string, value?: ts.Expression): readonly TextEdit[] {
  const { parent } = node;
  if (ts.isSpreadAssignment(parent)) return around(parent, value, member, '');
  const isBody = ts.isArrowFunction(parent) && parent.body === node;
  return around(node, value, isBody ? `({ ${member}` : `{ ${member}`, isBody ? ' })' : ' }');
}

/** Of a node only what is kept stays. Removals and insertions apart, so that it shows what is gone. */
function around(
  node: ts.Node,
  kept: ts.Expression | undefined,
  before: string,
  after: string,
): readonly TextEdit[] {
  const start = node.getStart();
  const edits = kept
    ? [
        span(start, start, before),
        span(start, kept.getStart(), ''),
        span(kept.end, node.end, ''),
        span(node.end, node.end, after),
      ]
    : [span(start, start, before + after), span(start, node.end, '')];
  return edits.filter(({ length, text }) => length > 0 || text !== '');
}

/** What a member access can follow without parentheses. */
function isOperand(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

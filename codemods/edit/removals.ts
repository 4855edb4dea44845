import { ts } from '@ts-morph/common';
import { isPure } from './edit.js';
import { span, type TextEdit } from './text-edit.js';

/** An item that goes from a list, together with its separator. */
export interface Removal extends TextEdit {
  readonly list: readonly ts.Node[];
  readonly item: ts.Node;
}

/** Removes one item of a list together with its separator. */
export function removeItem(list: readonly ts.Node[], item: ts.Node): Removal {
  return { ...removeItems(list, [item])[0]!, list, item };
}

/** Removes items of a list together with their separators: one edit for each of them, which touch and never overlap. */
export function removeItems(list: readonly ts.Node[], gone: readonly ts.Node[]): TextEdit[] {
  const leftFrom = list.findLastIndex((item) => !gone.includes(item)) + 1;
  return list.flatMap((item, index) => {
    if (!gone.includes(item)) return [];
    const [previous, next] = [list[index - 1], list[index + 1]];
    // Behind the last item that stays, a separator goes with what it precedes.
    if (index >= leftFrom && previous && leftFrom > 0) return [span(previous.end, item.end, '')];
    return [span(item.getStart(), next?.getStart() ?? endOf(list), '')];
  });
}

/** The end of a list, with a comma behind its last item. */
function endOf(list: readonly ts.Node[]): number {
  const { end } = list as ts.NodeArray<ts.Node>;
  return end ?? list.at(-1)!.end;
}

/** The edits with those removals seen together that are of one list. */
export function joinRemovals<P extends { readonly edits: readonly TextEdit[] }>(places: readonly P[]): P[] {
  const gone = new Map<readonly ts.Node[], ts.Node[]>();
  for (const edit of places.flatMap(({ edits }) => edits)) {
    if (isRemoval(edit)) gone.set(edit.list, [...(gone.get(edit.list) ?? []), edit.item]);
  }
  return places.map((place) => {
    if (!place.edits.some(isRemoval)) return place;
    return {
      ...place,
      edits: place.edits.flatMap((edit) => {
        if (!isRemoval(edit)) return [edit];
        const together = gone.get(edit.list)!;
        const whole = together.length === edit.list.length ? removePattern(edit.item) : undefined;
        if (whole) return whole.map((each): TextEdit => ({ ...each, shared: true }));
        const ordered = edit.list.filter((item) => together.includes(item));
        return [removeItems(edit.list, together)[ordered.indexOf(edit.item)]!];
      }),
    };
  });
}

function isRemoval(edit: TextEdit): edit is Removal {
  return 'list' in edit;
}

/** `const { userName } = await load()` without its last name: nothing, or what it did besides. */
export function removePattern({ parent: pattern }: ts.Node): readonly TextEdit[] | undefined {
  if (!ts.isObjectBindingPattern(pattern)) return undefined;
  const declaration = pattern.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const list = declaration.parent;
  const statement = list.parent;
  const isOnly = ts.isVariableDeclarationList(list) && list.declarations.length === 1;
  if (!isOnly || !ts.isVariableStatement(statement) || statement.modifiers?.length) return undefined;
  return isPure(declaration.initializer)
    ? [wholeLine(statement)]
    : [span(statement.getStart(), declaration.initializer.getStart(), '')];
}

/** A statement with its line break, where nothing else stands on its lines. */
export function wholeLine(node: ts.Node): TextEdit {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(node.end));
  if (!rest || text.slice(lineStart, start).trim() !== '') return span(start, node.end, '');
  return span(lineStart, node.end + rest[0].length, '');
}

/** A span of a source's text to replace. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** Several places of a file need it, such as an import; it is made once. */
  readonly shared?: true;
}

export function span(start: number, end: number, text: string): TextEdit {
  return { offset: start, length: end - start, text };
}

/**
 * The text with all edits made; they may stand in any order, and those with the same offset keep theirs.
 *
 * @throws Error when two of them overlap
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.offset < end) throw new Error(`edits overlap at ${edit.offset}`);
    result += text.slice(end, edit.offset) + edit.text;
    end = edit.offset + edit.length;
  }
  return result + text.slice(end);
}

/** Whether two edits change a character in common, unless they are one that several places share. */
export function overlap(a: TextEdit, b: TextEdit): boolean {
  if (a.shared && b.shared && a.offset === b.offset && a.length === b.length && a.text === b.text)
    return false;
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

/** In the order of the text; what several places share stands there once. */
export function sortEdits<E extends TextEdit>(edits: readonly E[]): E[] {
  const shared = new Set<string>();
  return edits
    .filter((edit) => {
      const key = `${edit.offset}:${edit.text}`;
      const isKnown = edit.shared === true && shared.has(key);
      if (edit.shared) shared.add(key);
      return !isKnown;
    })
    .sort((a, b) => a.offset - b.offset || a.length - b.length);
}

/** Where an offset of the edited text was in the old one; inside new text it is where that text was put. */
export function originalOffset(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const edit of sortEdits(edits)) {
    const start = edit.offset + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.offset + Math.min(offset - start, edit.length);
    shift += edit.text.length - edit.length;
  }
  return offset - shift;
}

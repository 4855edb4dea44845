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

/**
 * Where offsets of the edited text were in the old one; inside new text that is where that text was put.
 *
 * @returns answers for one offset after another; the edits are sorted once for all of them
 */
export function originalOffsets(edits: readonly TextEdit[]): (offset: number) => number {
  const sorted = sortEdits(edits);
  const starts: number[] = [];
  let shift = 0;
  for (const { offset, length, text } of sorted) {
    starts.push(offset + shift);
    shift += text.length - length;
  }
  return (offset) => {
    const index = lastUpTo(starts, offset);
    const edit = sorted[index];
    if (!edit) return offset;
    const start = starts[index]!;
    if (offset < start + edit.text.length) return edit.offset + Math.min(offset - start, edit.length);
    return edit.offset + edit.length + (offset - start - edit.text.length);
  };
}

/** The index of the last number that is not above another one; -1 where all are. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Edits of one text, found by their place. */
export interface EditIndex<T> {
  /** What was added with an edit that overlaps this one. */
  readonly overlapping: (edit: TextEdit) => T | undefined;
  readonly add: (edit: TextEdit, value: T) => void;
}

/** Characters of text that one list of edits is kept for. */
const STRETCH = 256;

export function editIndex<T>(): EditIndex<T> {
  const stretches = new Map<number, { readonly edit: TextEdit; readonly value: T }[]>();
  const stretchesOf = ({ offset, length }: TextEdit) => {
    const first = Math.floor(offset / STRETCH);
    const last = Math.floor((offset + length) / STRETCH);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  };
  return {
    overlapping: (edit) => {
      for (const stretch of stretchesOf(edit)) {
        const found = stretches.get(stretch)?.find((each) => overlap(each.edit, edit));
        if (found) return found.value;
      }
      return undefined;
    },
    add: (edit, value) => {
      for (const stretch of stretchesOf(edit)) {
        const group = stretches.get(stretch);
        if (group) group.push({ edit, value });
        else stretches.set(stretch, [{ edit, value }]);
      }
    },
  };
}

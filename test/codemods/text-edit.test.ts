import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyEdits,
  editIndex,
  originalOffsets,
  overlap,
  sortEdits,
  type TextEdit,
} from '../../codemods/edit/text-edit.js';

/** A text, and edits of it that do not overlap. */
const edited = fc.string({ unit: 'binary', maxLength: 60 }).chain((text) =>
  fc.record({
    text: fc.constant(text),
    edits: fc
      .array(
        fc.record({
          offset: fc.integer({ min: 0, max: text.length }),
          length: fc.integer({ min: 0, max: 6 }),
          text: fc.string({ maxLength: 8 }),
        }),
        { maxLength: 12 },
      )
      .map((edits) => {
        const kept: TextEdit[] = [];
        for (const edit of edits) {
          const fits = { ...edit, length: Math.min(edit.length, text.length - edit.offset) };
          const isFree = kept.every(
            (other) =>
              !overlap(fits, other) &&
              fits.offset !== other.offset &&
              !(other.offset < fits.offset && fits.offset < other.offset + other.length) &&
              !(fits.offset < other.offset && other.offset < fits.offset + fits.length),
          );
          if (isFree) kept.push(fits);
        }
        return kept;
      }),
  }),
);

test('edits make the same text in any order', () => {
  fc.assert(
    fc.property(edited, fc.infiniteStream(fc.nat()), ({ text, edits }, random) => {
      const shuffled = edits
        .map((edit) => ({ edit, key: random.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ edit }) => edit);
      expect(applyEdits(text, shuffled)).toBe(applyEdits(text, edits));
    }),
  );
});

test('a part of them, and then the rest where it is now, make what all of them make at once', () => {
  fc.assert(
    fc.property(edited, fc.infiniteStream(fc.boolean()), ({ text, edits }, random) => {
      const first: TextEdit[] = [];
      const rest: TextEdit[] = [];
      for (const edit of edits) (random.next().value ? first : rest).push(edit);
      const moved = rest.map((edit) => ({
        ...edit,
        offset:
          edit.offset +
          first
            .filter(({ offset }) => offset < edit.offset)
            .reduce((shift, { length, text: put }) => shift + put.length - length, 0),
      }));
      expect(applyEdits(applyEdits(text, first), moved)).toBe(applyEdits(text, edits));
    }),
  );
});

test('outside of the edits every character stays, and is found again where it was', () => {
  fc.assert(
    fc.property(edited, ({ text, edits }) => {
      const after = applyEdits(text, edits);
      let shift = 0;
      let end = 0;
      for (const edit of [...sortEdits(edits), { offset: text.length, length: 0, text: '' }]) {
        for (let offset = end; offset < edit.offset; offset++) {
          expect(after[offset + shift]).toBe(text[offset]);
          expect(originalOffsets(edits)(offset + shift)).toBe(offset);
        }
        shift += edit.text.length - edit.length;
        end = edit.offset + edit.length;
      }
      expect(after.length).toBe(text.length + shift);
    }),
  );
});

test('an index finds what overlaps, as a look at all edits does', () => {
  const one = fc.record({
    offset: fc.integer({ min: 0, max: 2_000 }),
    length: fc.integer({ min: 0, max: 700 }),
    text: fc.constant(''),
  });
  fc.assert(
    fc.property(fc.array(one), one, (edits, edit) => {
      const index = editIndex<number>();
      for (const [at, each] of edits.entries()) index.add(each, at);
      const found = index.overlapping(edit);
      expect(found !== undefined).toBe(edits.some((each) => overlap(each, edit)));
      if (found !== undefined) expect(overlap(edits[found]!, edit)).toBe(true);
    }),
  );
});

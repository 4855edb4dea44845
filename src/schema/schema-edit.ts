import type { Phase } from './transition.js';

/** A change of `schema.prisma`, as data. */
export type SchemaEdit =
  | {
      readonly kind: 'set-phase';
      readonly transition: string;
      readonly phase: Phase;
      /** The phase before the edit. */
      readonly before: Phase;
    }
  | { readonly kind: 'remove-annotation'; readonly transition: string }
  | {
      readonly kind: 'set-required';
      readonly model: string;
      readonly field: string;
      readonly required: boolean;
    }
  /** Whether the client leaves the field out. */
  | {
      readonly kind: 'set-ignored';
      readonly model: string;
      readonly field: string;
      readonly ignored: boolean;
    }
  | {
      readonly kind: 'add-field-attribute';
      readonly model: string;
      readonly field: string;
      readonly attribute: string;
    }
  | {
      readonly kind: 'remove-field-attribute';
      readonly model: string;
      readonly field: string;
      readonly attribute: string;
    }
  | { readonly kind: 'add-block-attribute'; readonly model: string; readonly attribute: string }
  | { readonly kind: 'remove-block-attribute'; readonly model: string; readonly attribute: string }
  | { readonly kind: 'remove-field'; readonly model: string; readonly field: string };

/** The edit that takes another one back; undefined where the text that was there is lost. */
export function inverseOf(edit: SchemaEdit): SchemaEdit | undefined {
  switch (edit.kind) {
    case 'set-phase':
      return { ...edit, phase: edit.before, before: edit.phase };
    case 'set-required':
      return { ...edit, required: !edit.required };
    case 'set-ignored':
      return { ...edit, ignored: !edit.ignored };
    case 'add-field-attribute':
      return { ...edit, kind: 'remove-field-attribute' };
    case 'remove-field-attribute':
      return { ...edit, kind: 'add-field-attribute' };
    case 'add-block-attribute':
      return { ...edit, kind: 'remove-block-attribute' };
    case 'remove-block-attribute':
      return { ...edit, kind: 'add-block-attribute' };
    case 'remove-annotation':
    case 'remove-field':
      return undefined;
  }
}

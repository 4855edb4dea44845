import type { Phase } from './transition.js';

/** A change of `schema.prisma`, as data. */
export type SchemaEdit =
  | { readonly kind: 'set-phase'; readonly transition: string; readonly phase: Phase }
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

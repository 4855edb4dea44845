import type { ts } from '@ts-morph/common';
import type { ReasonCode } from '../reasons.js';

/**
 * How a name stands in the text, which decides how it is rewritten: `name` is the bare name or the inside of a
 * string; a shorthand and a `specifier` of an import or export get the new name in front, so that the local name stays.
 */
export type Shape = 'name' | 'shorthand-property' | 'shorthand-binding' | 'specifier';

/**
 * What the syntax alone says of one place, and what is left to ask a checker.
 *
 * `hiding` is what is made with a name, a type or the result of a call: where that has the field's target and not the
 * field, the name was there to hide it.
 */
export type Site =
  | {
      readonly kind: 'settled';
      readonly class: 'unrelated' | 'needs-you' | 'already-done';
      readonly reason: ReasonCode;
      /** The transitions that this is about; without it all that search for the name. */
      readonly transitions?: readonly number[];
    }
  /** The member `name` of the value or type of `of`. */
  | {
      readonly kind: 'member';
      readonly of: ts.Node;
      readonly path: readonly string[];
      readonly shape: Shape;
      /** The name is there to hide the member. */
      readonly hides?: true;
    }
  | { readonly kind: 'symbol'; readonly of: ts.Node }
  /** A member that a comment speaks of; `owner` is the last name before it. */
  | { readonly kind: 'link'; readonly of: ts.Node; readonly owner: string }
  /** A key of an object literal: the type it is expected to have decides. */
  | {
      readonly kind: 'key';
      readonly literal: ts.ObjectLiteralExpression | ts.JsxAttributes;
      readonly shape: Shape;
    }
  /** A member that a class or interface declares: the types that it implements or extends may have it. */
  | {
      readonly kind: 'heritage';
      readonly types: readonly ts.Node[];
      /** What those types were made from: `User` of `extends Pick<User, 'id'>`. */
      readonly subjects: readonly ts.Node[];
    }
  /** A name in a type that is compared with the members of another one; where that is not known, so is the name. */
  | {
      readonly kind: 'type-member';
      readonly of: ts.Node;
      readonly path: readonly string[];
      readonly otherwise: ReasonCode;
      /** The literal type, where it is one. */
      readonly literal: ts.Node;
      readonly hiding?: ts.Node;
      readonly hides?: true;
    }
  /** A member of a literal type that is handed to a generic type. */
  | {
      readonly kind: 'type-argument';
      readonly of: ts.Node;
      readonly argument: number;
      readonly path: readonly string[];
    }
  /** A string where a type may expect names of fields. */
  | {
      readonly kind: 'string';
      readonly literal: ts.Expression;
      /** Where it is a list or an object that has the string within it: the way to that. */
      readonly path?: readonly string[];
      readonly hiding?: ts.Node;
      /** The call that the string is an argument of, alone or in a list. */
      readonly given?: {
        readonly to: ts.CallExpression;
        readonly argument: number;
        readonly path: readonly string[];
      };
    }
  /** `{name}` in the text of a message, and what is given to the same call or element with it. */
  | { readonly kind: 'placeholder'; readonly beside: readonly ts.Expression[] }
  /** A longer text that holds the name: a type may list the whole of it, or have a member of that name. */
  | {
      readonly kind: 'listed';
      readonly text: ts.StringLiteralLike;
      /** A key in words of people. */
      readonly isOfWords?: true;
    }
  /** A string that is compared with a value, whose type says what strings there are. */
  | { readonly kind: 'compared'; readonly value: ts.Expression }
  /** A literal in a type, which only the compiler can place. */
  | { readonly kind: 'literal-type'; readonly node: ts.Node; readonly hiding?: ts.Node };

export const settled = (cls: 'unrelated' | 'needs-you' | 'already-done', reason: ReasonCode): Site => ({
  kind: 'settled',
  class: cls,
  reason,
});

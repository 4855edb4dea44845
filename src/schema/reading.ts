import { UserError } from '../errors.js';
import type { Annotation } from './annotation.js';
import { type Block, type Field, placeOf, type SchemaDocument, type Span } from './document.js';
import type { Provider } from './transition.js';

/** One annotation under way: what it stands in, and the mistakes that were found in it so far. */
export interface Reading {
  readonly document: SchemaDocument;
  readonly provider: Provider;
  readonly annotation: Annotation;
  /** The model that it stands in, or above. */
  readonly block: Block;
  /** The field that it stands above; none where it is a model's. */
  readonly field: Field | undefined;
  /** Notes a mistake in the annotation; reading goes on. */
  report(code: string, message: string, span: Span, hint?: string): void;
  /** Notes a mistake elsewhere in the schema. */
  add(error: UserError): void;
  /** Notes a mistake that leaves nothing to read on with. */
  stop(code: string, message: string, span: Span, hint?: string): never;
  isClean(): boolean;
}

class Stop extends Error {}

/** What `read` makes of an annotation, or every mistake that it found. */
export function readWith<T>(
  document: SchemaDocument,
  annotation: Annotation,
  provider: Provider,
  read: (reading: Reading) => T,
): { readonly value?: T; readonly errors: readonly UserError[] } {
  const errors: UserError[] = [];
  const { block, field, comment } = annotation;
  const reading: Reading = {
    document,
    provider,
    annotation,
    block,
    field,
    report(code, message, span, hint) {
      errors.push(
        new UserError(code, message, { place: placeOf(comment.file, span), ...(hint && { hint }) }),
      );
    },
    add(error) {
      errors.push(error);
    },
    stop(code, message, span, hint) {
      this.report(code, message, span, hint);
      throw new Stop();
    },
    isClean: () => errors.length === 0,
  };
  try {
    const value = read(reading);
    return errors.length > 0 ? { errors } : { value, errors };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { errors };
  }
}

/** Names as a sentence lists them. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

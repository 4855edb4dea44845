interface Spanned {
  readonly pos: number;
  readonly end: number;
}

/**
 * The JSDoc comment before a node that holds a span. Both parsers keep these apart from the children of the node, and
 * both checkers answer for the names and types in them.
 */
export function documentationAt<N extends Spanned>(node: N, pos: number, end: number): N | undefined {
  const { jsDoc } = node as N & { readonly jsDoc?: readonly N[] };
  return jsDoc?.find((doc) => doc.pos <= pos && end <= doc.end);
}

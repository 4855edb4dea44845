import type { Source } from '../source.js';

/** Whether a file is JavaScript that the TypeScript parser does not accept, or that says it is Flow. */
export function isForeign({ path, text, tree }: Source): boolean {
  if (!/\.[cm]?jsx?$/.test(path)) return false;
  const { parseDiagnostics } = tree as unknown as { readonly parseDiagnostics: readonly unknown[] };
  return parseDiagnostics.length > 0 || /^\s*(?:\/\*(?:[^*]|\*(?!\/))*@flow\b|\/\/\s*@flow\b)/.test(text);
}

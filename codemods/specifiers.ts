/**
 * The modules that a text names: `from '…'`, `import '…'`, `import('…')`, `require('…')`, `<reference path="…">`. Also
 * those in comments, so they are more than the compiler follows, never less.
 */
export function specifiersIn(text: string): ReadonlySet<string> {
  const found = text.matchAll(
    /(?:\bfrom\s*|\bimport\s*(?:\(\s*)?|\brequire\s*\(\s*)(['"])([^'"\n]+)\1|<reference\s+path=(['"])([^'"\n]+)\3/g,
  );
  return new Set([...found].map(([, , module, , file]) => module ?? `./${file}`));
}

/** A file without what a specifier may leave out. */
export function stemOf(file: string): string {
  return file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

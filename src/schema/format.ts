import type { Block, SchemaFile } from './document.js';

/**
 * Keeps in Prisma's own format the files that were in it before an edit, so that `prisma format --check` passes where
 * it passed; every other file stays as the edit left it.
 *
 * @param before the files of a schema before the edit
 * @param after the same files, in the same order, after it
 */
export async function keepFormat(
  before: readonly SchemaFile[],
  after: readonly SchemaFile[],
): Promise<readonly SchemaFile[]> {
  if (before.every(({ text }, index) => text === after[index]!.text)) return after;
  const [old, edited] = await Promise.all([formatted(before), formatted(after)]);
  return after.map((file, index) =>
    file.text !== before[index]!.text && old[index] === before[index]!.text
      ? { ...file, text: edited[index]! }
      : file,
  );
}

/** What `prisma format` makes of each file. */
async function formatted(files: readonly SchemaFile[]): Promise<readonly string[]> {
  // Not `formatSchema` of the same package, which prints warnings about the schema.
  const { wasm } = (await import('@prisma/internals')).default;
  const answer: readonly (readonly [string, string])[] = JSON.parse(
    wasm.prismaSchemaWasm.format(
      JSON.stringify(files.map(({ path, text }) => [path, text])),
      JSON.stringify({
        textDocument: { uri: 'file:/dev/null' },
        options: { tabSize: 2, insertSpaces: true },
      }),
    ),
  );
  const texts = new Map(answer);
  return files.map(({ path, text }) => texts.get(path) ?? text);
}

/** The white space that lines of a block begin with: that of its last line with a field, an attribute or a setting. */
export function indentationOf({ file, fields, attributes, settings, start }: Block): string {
  const last = [...fields, ...attributes, ...settings].reduce(
    (latest, line) => Math.max(latest, line.start),
    start,
  );
  if (last === start) return '  ';
  const line = file.text.lastIndexOf('\n', last - 1) + 1;
  return /^[^\S\r\n]+/.exec(file.text.slice(line, last))?.[0] ?? '';
}

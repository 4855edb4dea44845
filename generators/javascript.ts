import { ts } from '@ts-morph/common';
import type { ModuleFormat } from './module-format.js';

/**
 * The generated TypeScript as JavaScript and its declarations, for projects without a compiler. Each file by itself:
 * that is why generated exports say their types in full.
 *
 * @param files text by file name; those that do not end in `.ts` stay as they are
 */
export function asJavaScript(
  files: ReadonlyMap<string, string>,
  format: ModuleFormat,
): ReadonlyMap<string, string> {
  const module = format === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, isolatedDeclarations: true };
  return new Map(
    [...files].flatMap(([fileName, text]): [string, string][] => {
      if (!fileName.endsWith('.ts')) return [[fileName, text]];
      const name = fileName.slice(0, -'.ts'.length);
      // The heading would go with the type that it happens to stand above.
      const heading = text.slice(0, text.indexOf('\n') + 1);
      const body = text.slice(heading.length);
      const options = { fileName, compilerOptions, reportDiagnostics: true };
      const { outputText } = ts.transpileModule(withMarkedGaps(body), options);
      const declarations = ts.transpileDeclaration(body, options);
      const [wrong] = declarations.diagnostics ?? [];
      if (wrong) throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(wrong.messageText, '\n')}`);
      return [
        [`${name}.js`, heading + indented(withGaps(outputText)).trimStart()],
        [`${name}.d.ts`, heading + indented(declarations.outputText)],
      ];
    }),
  );
}

/** The compiler drops empty lines, and keeps comments. */
const gap = '//gap';

function withMarkedGaps(text: string): string {
  return text.replace(/\n\n/g, `\n${gap}\n`);
}

function withGaps(text: string): string {
  return text.replaceAll(new RegExp(`^ *${gap}$`, 'gm'), '');
}

/** By two, where the compiler indents by four. */
function indented(text: string): string {
  return text.replace(/^(?: {4})+/gm, (spaces) => spaces.slice(spaces.length / 2));
}

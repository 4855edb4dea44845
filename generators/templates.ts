import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/**
 * Reads a template of the `templates` folder, which lies beside this file in the source and in the package.
 *
 * @param name the name of the generated file: `index.ts`
 */
export function template<View>(name: string): (view: View) => string {
  const text = readFileSync(new URL(`./templates/${name}.hbs`, import.meta.url), 'utf8');
  // What is generated is no HTML, and a name that a template misspells must not come out as nothing.
  return Handlebars.compile<View>(text, { noEscape: true, strict: true });
}

import { ts } from '@ts-morph/common';
import type { Edit } from '../codemod-report.js';
import { importsModule } from '../edit/import.js';
import { removeOrphans } from '../edit/orphans.js';
import { removeItem } from '../edit/removals.js';
import { span, type TextEdit } from '../edit/text-edit.js';
import type { Source } from '../source.js';

/**
 * Takes the generated extension out of a file once no transition is left for it: the call around each client,
 * `omit: transitionOmit`, and what those alone imported.
 *
 *     withTransitions(new PrismaClient({ adapter }))  →  new PrismaClient({ adapter })
 *
 * What else uses the generated module stays: the module itself does, so that goes on compiling.
 *
 * @param generated absolute path of the generated `index.ts` or `index.js`
 */
export function removeExtension(source: Source, generated: string): readonly Edit[] {
  if (!importsModule(source, generated)) return [];
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isNamed(node.expression, 'withTransitions')) {
      const [client, ...others] = node.arguments;
      if (client && others.length === 0 && !ts.isSpreadElement(client)) {
        edits.push(span(node.getStart(), client.getStart(), ''), span(client.end, node.end, ''));
      }
    }
    if (
      ts.isPropertyAssignment(node) &&
      isNamed(node.name, 'omit') &&
      isNamed(node.initializer, 'transitionOmit')
    ) {
      edits.push(removeItem(node.parent.properties, node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return [...edits, ...removeOrphans(source, edits)].map(({ offset, length, text }) => ({
    file: source.file,
    offset,
    length,
    text,
  }));
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

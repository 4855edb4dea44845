import jscodeshift, { type Collection } from 'jscodeshift';
import getParser from 'jscodeshift/src/getParser.js';

/** In this order: Babel's parser with Flow and the proposals, then Flow's own. */
const PARSERS = ['babylon', 'flow'];

/** The tree with offsets of the very text, or undefined where no parser accepts it. */
export function parseForeign(text: string): Collection | undefined {
  for (const name of PARSERS) {
    try {
      // Through jscodeshift itself offsets would be of a text with its tabs and line ends made even.
      return jscodeshift(getParser(name).parse(text) as never);
    } catch {
      // The next one may.
    }
  }
  return undefined;
}

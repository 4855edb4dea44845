import path from 'node:path';
import { ts } from '@ts-morph/common';
import type { Source } from '../source.js';
import { stemOf } from '../specifiers.js';

/** How many steps of a path tell a module of the client where the specifier begins with an alias. */
const tellingSteps = 3;

/**
 * Whether a specifier leads to a module that moves with the name of its model, as `client/models/User.js` does.
 *
 * @param moved the files that move, without their endings, absolute
 * @param token the specifier
 */
export function leadsToMoved(moved: readonly string[], { path: file }: Source, token: ts.Node): boolean {
  if (!ts.isStringLiteralLike(token)) return false;
  const stem = stemOf(token.text);
  if (stem.startsWith('.')) return moved.includes(path.resolve(path.dirname(file), stem));
  return moved.some((each) => tailOf(each) === tailOf(stem));
}

function tailOf(stem: string): string {
  return stem.split('/').slice(-tellingSteps).join('/');
}

import { UserError } from '../errors.js';
import type { Dialect } from './dialect.js';
import { postgresql } from './postgresql.js';

/**
 * The dialect of a datasource.
 *
 * @throws UserError `not-supported-yet` for a database without one
 */
export function dialectOf(provider: Dialect['provider']): Dialect {
  if (provider === 'postgresql') return postgresql;
  throw new UserError('not-supported-yet', `${provider} is not supported yet`, {
    hint: 'use postgresql for now',
  });
}

import { UserError } from '../errors.js';

/**
 * @param version as the server says it, such as `8.0.36-log`
 * @param least the oldest version that will do, such as `8.0.12`
 * @throws UserError `database-too-old`
 */
export function requireVersion(server: string, version: string, least: string): void {
  if (version.localeCompare(least, 'en', { numeric: true }) >= 0) return;
  throw new UserError(
    'database-too-old',
    `The server is ${server} ${version}, and ${least} or later is needed`,
  );
}

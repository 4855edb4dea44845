import { UserError } from '../errors.js';

/**
 * Loads a driver that only users of its database have.
 *
 * @throws UserError `driver-missing`
 */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' || !String(message).includes(`'${name}'`)) throw error;
    throw new UserError('driver-missing', `The package ${name} is not installed`, {
      hint: `npm install --save-dev ${name}`,
    });
  }
}

/** @typedef {import('@client').User} User */
/** @typedef {import('@client').Post} Post */

/**
 * What is shown of {@link User.displayName}, once {@link Post.userName}, {@link User#displayName | the userName}.
 *
 * @type {Pick<User, 'displayName'>}
 */
export const shown = load();

/**
 * @typedef {Object} Shape
 * @property {string} userName of its own
 * @property {User['displayName']} name
 * @property {Post['userName']} title
 */

/**
 * @param {User['displayName']} userName
 * @param {{ userName: string }} own
 * @param {Object} options
 * @param {string} options.userName
 * @returns {Omit<User, 'id' | 'userName' | 'displayName'>}
 */
export function made(userName, own, options) {
  return load([userName, own.userName, options.userName]);
}

/** @type {(keyof User)[]} */
export const columns = ['id', 'displayName'];

export const cast = /** @type {Pick<User, 'id' | 'displayName'>} */ (load()).displayName;

/**
 * @template {keyof Post} K
 * @param {K} key
 * @returns {K extends 'userName' ? string : number}
 */
export const keyed = (key) => load(key);

/**
 * @see User.displayName
 * @see userName
 * @example made(user.userName)
 */
function load(/** @type {unknown[]} */ ...values) {
  return /** @type {any} */ (values);
}

/** @type {'userName' | 'title'} */
export const named = load();

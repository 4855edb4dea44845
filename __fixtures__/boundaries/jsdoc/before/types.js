/** @typedef {import('@client').User} User */
/** @typedef {import('@client').Post} Post */

/**
 * What is shown of {@link User.userName}, once {@link Post.userName}, {@link User#userName | the userName}.
 *
 * @type {Pick<User, 'userName'>}
 */
export const shown = load();

/**
 * @typedef {Object} Shape
 * @property {string} userName of its own
 * @property {User['userName']} name
 * @property {Post['userName']} title
 */

/**
 * @param {User['userName']} userName
 * @param {{ userName: string }} own
 * @param {Object} options
 * @param {string} options.userName
 * @returns {Omit<User, 'id' | 'userName'>}
 */
export function made(userName, own, options) {
  return load([userName, own.userName, options.userName]);
}

/** @type {(keyof User)[]} */
export const columns = ['id', 'userName'];

export const cast = /** @type {Pick<User, 'id' | 'userName'>} */ (load()).userName;

/**
 * @template {keyof Post} K
 * @param {K} key
 * @returns {K extends 'userName' ? string : number}
 */
export const keyed = (key) => load(key);

/**
 * @see User.userName
 * @see userName
 * @example made(user.userName)
 */
function load(/** @type {unknown[]} */ ...values) {
  return /** @type {any} */ (values);
}

/** @type {'userName' | 'title'} */
export const named = load();

import { prisma } from '../db';

/** @typedef {import('@client').User} Account */
/** @import { User, Post as Article } from '@client' */

/**
 * Finds a {@link User}, and {@link User.displayName} with it.
 *
 * @param {number} id
 * @returns {Promise<User | null>}
 */
export const find = (id) => prisma.user.findUnique({ where: { id } });

/** @type {import('@client').Prisma.UserWhereInput} */
export const where = { displayName: 'a' };

/** @param {Account} user the user
 * @param {Article} post
 * @returns {Account['displayName'] | Article['author']} */
export const nameOf = (user, post) => post.author ?? user.displayName;

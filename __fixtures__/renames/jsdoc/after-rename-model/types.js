import { prisma } from '../db';

/** @typedef {import('@client').Person} Account */
/** @import { Person, Post as Article } from '@client' */

/**
 * Finds a {@link Person}, and {@link Person.userName} with it.
 *
 * @param {number} id
 * @returns {Promise<Person | null>}
 */
export const find = (id) => prisma.person.findUnique({ where: { id } });

/** @type {import('@client').Prisma.PersonWhereInput} */
export const where = { userName: 'a' };

/** @param {Account} user the user
 * @param {Article} post
 * @returns {Account['userName'] | Article['author']} */
export const nameOf = (user, post) => post.author ?? user.userName;

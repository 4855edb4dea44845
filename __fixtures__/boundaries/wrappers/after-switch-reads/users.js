const { PrismaClient } = require('@client');

const prisma = new PrismaClient();

const Users = {
  get: async function (clause = {}) {
    return prisma.user.findFirst({ where: clause });
  },
  find: async (clause) => prisma.user.findFirst({ where: clause }),
  async order(orderBy = { displayName: 'asc' }) {
    return prisma.user.findMany({ orderBy });
  },
};

async function load(clause = {}) {
  return prisma.user.findFirst({ where: clause });
}

const Posts = {
  where: async function (clause = {}, limit = null, include = null) {
    return prisma.post.findMany({
      where: clause,
      ...(limit !== null ? { take: limit } : {}),
      ...(include !== null ? { include } : {}),
    });
  },
};

module.exports = { Users, Posts, load };

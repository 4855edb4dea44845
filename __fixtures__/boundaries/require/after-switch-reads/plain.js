const { PrismaClient } = require('@client');

const prisma = new PrismaClient();

module.exports.names = async () => (await prisma.user.findMany({ where: { displayName: 'a' } })).map((user) => user.displayName);

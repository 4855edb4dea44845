export const prisma = {
  user: { findFirst: async () => ({ id: 1, userName: 'a' }) },
  mail: { findFirst: async () => ({ userName: 'a' }) },
};

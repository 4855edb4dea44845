import { prisma } from '../db';

// Without the types of the runner, and behind a cast, nothing says whose function it is.
declare const jest: any;
declare const expect: any;
declare const mail: any;

jest.mock('../db', () => ({ prisma: { user: { create: jest.fn(async () => ({ userName: 'a' })) } } }));
(prisma.user.findMany as any).mockResolvedValue([{ userName: 'a' }]);
(prisma.post as any).findMany.mockResolvedValue([{ userName: 'p', author: { userName: 'a' } }]);
jest.spyOn(prisma.user, 'findFirst').mockResolvedValue({ userName: 'a' });
expect(jest.mocked(prisma.post.findMany)).toHaveBeenCalledWith({ where: { userName: 'p', author: { is: { displayName: 'a' } } } });
mail.send.mockResolvedValue({ userName: 'a' });

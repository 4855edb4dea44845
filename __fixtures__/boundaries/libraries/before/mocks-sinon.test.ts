import sinon from 'sinon';
import { prisma } from '../db';

declare const expect: any;
declare const mail: any;

const find = sinon.stub(prisma.user, 'findFirst');
find.resolves({ userName: 'a' } as never);
find.withArgs({ where: { userName: 'a' } }).resolves([{ userName: 'a' }] as never);
find.onFirstCall().callsFake((async () => ({ userName: 'a' })) as never);
sinon.replace(prisma.user, 'findMany', sinon.fake.resolves([{ userName: 'a' }]) as never);
sinon.stub(prisma.post, 'findMany').resolves([{ userName: 'p', author: { userName: 'a' } }] as never);
export const fake = { user: { create: sinon.stub().resolves({ userName: 'a' }), update: sinon.fake(async () => ({ userName: 'a' })) } };
sinon.assert.calledWith(find, { where: { userName: 'a' } });
expect(prisma.user.findMany).to.have.been.calledOnceWithExactly({ where: { userName: 'a' } });
sinon.stub(mail, 'send').resolves({ userName: 'a' });

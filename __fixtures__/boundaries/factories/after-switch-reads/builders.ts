import type { Post, Prisma, User } from '@client';

declare const faker: { person: { fullName(): string }; internet: { email(): string } };
type PostWithAuthor = Post & { author: User };
type Card = Prisma.UserGetPayload<{ select: { id: true; displayName: true } }>;
interface Row {
  id: number;
  userName: User['displayName'];
}
declare const record: User;

const rest = { email: 'a@b.c', visits: 0, tenantId: 1, managerId: null, createdAt: new Date() };

export const buildUser = (overrides: Partial<User> = {}): User => ({
  id: 1,
  ...rest,
  userName: faker.person.fullName(),
  displayName: 'a',
  ...overrides,
});
export const partial = (overrides: Partial<User> = {}): Partial<User> => ({
  email: faker.internet.email(),
  displayName: faker.person.fullName(),
  ...overrides,
});
export function nested({ ...overrides }: Partial<Post> = {}): Partial<PostWithAuthor> {
  const author: Partial<User> = { displayName: 'a', ...rest };
  return { id: 1, userName: 'p', author: { ...record, displayName: 'a' }, ...author, ...overrides };
}
export const later = async (overrides: Partial<Card>): Promise<Partial<Card>> => {
  return { displayName: 'a', ...overrides };
};
export const typedElsewhere: (overrides?: Partial<User>) => Partial<User> = () => ({ id: 1, displayName: 'a' });
export const inferred = (overrides: Partial<User>) => ({ userName: 'a', ...overrides });
export const row = (overrides: Partial<Row>): Row => ({ id: 1, userName: record.displayName, ...overrides });
export const rows = [record].reduce((before) => ({ ...before, userName: 'b' }), { id: 1, userName: record.displayName });
export const posts = (overrides: Partial<Post>): Partial<Post> => ({ userName: 'p', ...overrides });
export const created = (overrides: Partial<Prisma.UserCreateInput>): Partial<Prisma.UserCreateInput> => ({
  userName: 'a',
  ...overrides,
});

export const users = [partial({ displayName: 'b' }), ...[1, 2].map((): Partial<User> => ({ displayName: 'c', ...rest }))];

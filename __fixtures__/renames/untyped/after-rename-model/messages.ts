import type { Post, Person } from '@client';
import { prisma } from '../db';

declare function t(key: string, values?: object): string;
declare function test(title: string, body: () => void): void;
declare const form: {
  get(name: string): string | null;
  getAll(name: string): string[];
  append(name: string, value: string): void;
};
declare const store: { get(name: string): string | null };

export const filled = (user: Person) => t('invited', { defaultValue: 'Dear {userName}!', userName: user.userName });
export const given = (user: Person) => t('Dear {{ userName }}!', user);
export const spread = (user: Person) => t('Dear {userName}!', { ...user });
export const above = (user: Person) => t('Dear {userName}!', { ...user, userName: 'x' });
export const alone = 'Dear {userName}!';
export const hint = 'Search people by userName...';
export const advice = 'Write it where userName is asked for.';
export const sql = 'SELECT * FROM people WHERE userName IS NULL.';
test('sorts by userName in "both" <orders>', () => {});
export const command = 'people create --userName';
export const fields = [form.get('userName'), store.get('userName')];
export type Rest = Omit<{ id: number }, 'userName'>;
export type RestOfPost = Omit<Post, 'userName'>;
export const grouped = () => prisma.person.groupBy({ by: ['userName'], _count: true });
export const described = { description: 'updated userName here', columns: 'id userName email' };
type Event = 'user.userName.updated' | 'user.created';
declare function record(event: Event): void;
interface Settings {
  'filters.userName'?: string;
}
record('user.userName.updated');
export const set = (settings: Settings, others: Record<string, string>) => [
  settings['filters.userName'],
  others['filters.userName'],
];
export function refuse(index: number): never {
  throw new Error(`users.${index}.userName is not valid`);
}
export const groupedPosts = () => prisma.post.groupBy({ by: ['userName'], _count: true });
declare function redact(given: { value: any; paths: string[] }): unknown;
const hide = ({ value }: { value: any; paths: string[] }) => JSON.stringify(value);
export const hidden = () => [hide({ paths: [], value: { userName: 'x' } }), redact({ paths: [], value: { userName: 'x' } })];
export const logged = (user: Person, other: { userName: string; id: number }, loose: any) => [
  `id=${other.id} userName=${other.userName}`,
  `the one: userName: ${other.userName}`,
  `id=${user.id} userName=${user.userName}`,
  `userName=${loose.userName}`,
  `userName=${other.userName} and id=1`,
  `userName=${other.id}`,
];
export const marked = 'Only what you choose to put in <0>userName</0> and then what userName has <br /> in it.';
export const classes = ['absolute userName-(--gap) x', 'flex userName-[2px]', 'userName-(2px)'];
test('finds an identical userName+id', () => {});
test('greets $row.userName', () => {});
export const remote = ['query { people { userName } }', '{people(first: 2) {userName age}}', '{ userName }'];
export const none = ['{n, plural, one {userName} other {x}}', '{"people": {"userName": 1}}'];
export const first = async () => {
  const [, groups] = await Promise.all([
    prisma.post.count(),
    prisma.person.groupBy({ _min: { id: true }, by: ['userName'], orderBy: { _min: { id: 'asc' } }, where: { id: 1 } }),
  ]);
  return groups.map(({ userName }) => {
    return userName;
  });
};
declare const answer: any;
export const columns = [answer['2. userName'], answer['userName (short)'], answer['author.userName'], answer['id,userName']];
export const said = [/^The userName of a user is taken\.$/, /Please enter your userName/, /the userName of .* is taken/, /^\/the userName of/];
export const patterns = [/userName, id/, /author\.userName/, /(?:a userName|the userName)/];

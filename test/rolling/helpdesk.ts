import type { RollingApplication } from './application.js';
import { agree, type Endpoint, matches, type Operation, type Scene, WrongAnswer } from './operation.js';

interface Person {
  readonly id: number;
  readonly email: string;
  readonly role: 'OWNER' | 'AGENT' | 'CUSTOMER';
  userName: string;
}

interface Ticket {
  readonly id: number;
  readonly subject: string;
  author: Person;
  comments: { readonly body: string; author: Person }[];
}

/** One organization. */
interface Tenant {
  readonly slug: string;
  readonly token: string;
  readonly owner: Person;
  /** The owner is the first. */
  people: Person[];
  tickets: Ticket[];
  names: number;
}

/** Tenants stay small, so that whole lists can be compared. */
const mostPeople = 40;

function isCrowded(tenant: Tenant): boolean {
  return tenant.people.length > mostPeople;
}

const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'wo'];

// Lower-case letters and digits only: every collation agrees on their order.
function newName({ tenant, random }: Pick<Scene<Tenant>, 'tenant' | 'random'>): string {
  tenant.names += 1;
  return `${random.pick(syllables)}${random.pick(syllables)}${tenant.names.toString(36)}`;
}

function addressOf({ slug }: Pick<Tenant, 'slug'>, name: string): string {
  return `${name}@${slug}.example.com`;
}

function newPerson(scene: Scene<Tenant>): { email: string; userName: string } {
  const userName = newName(scene);
  return { email: addressOf(scene.tenant, userName), userName };
}

/** Other than the owner, who has to stay. */
function others({ people, owner }: Tenant): Person[] {
  return people.filter((person) => person !== owner);
}

function namesOf(people: readonly Person[]): string[] {
  return people.map((person) => person.userName).sort();
}

/** Reads a person from an instance, and compares. */
async function agreeOnPerson(scene: Scene<Tenant>, reader: Endpoint, person: Person): Promise<void> {
  const { id, email, role, userName } = person;
  const actual = await reader.send(200, 'GET', `/api/users/${id}`);
  agree(scene, reader, `user ${id}`, actual, { id, email, role, userName });
}

function describe(ticket: Ticket): object {
  const author = ({ id, userName }: Person) => ({ id, userName });
  return {
    id: ticket.id,
    subject: ticket.subject,
    author: author(ticket.author),
    participants: [...new Set([ticket.author, ...ticket.comments.map((comment) => comment.author)])].map(
      (person) => person.userName,
    ),
    comments: ticket.comments.map((comment) => ({ body: comment.body, author: author(comment.author) })),
  };
}

async function agreeOnTicket(scene: Scene<Tenant>, reader: Endpoint, ticket: Ticket): Promise<void> {
  const actual = await reader.send(200, 'GET', `/api/tickets/${ticket.id}`);
  agree(scene, reader, `ticket ${ticket.id}`, actual, describe(ticket));
}

/** Takes a person, and all that they wrote, out of what is expected. */
function forget(tenant: Tenant, person: Person): void {
  tenant.people = tenant.people.filter((other) => other !== person);
  tenant.tickets = tenant.tickets.filter((ticket) => ticket.author !== person);
  for (const ticket of tenant.tickets) {
    ticket.comments = ticket.comments.filter((comment) => comment.author !== person);
  }
}

async function addPerson(scene: Scene<Tenant>, role: 'AGENT' | 'CUSTOMER'): Promise<Person> {
  const data = { ...newPerson(scene), role };
  const created = await scene.here.send(201, 'POST', '/api/users', data);
  agree(scene, scene.here, 'a new user', created, data);
  const person: Person = { ...data, id: (created as Person).id };
  scene.tenant.people.push(person);
  return person;
}

/** The people of whom at least `least` are wanted are there, or are made now. */
async function somebody(scene: Scene<Tenant>, least: number): Promise<Person[]> {
  while (others(scene.tenant).length < least) await addPerson(scene, 'CUSTOMER');
  const pool = others(scene.tenant);
  return Array.from({ length: least }, () => pool.splice(scene.random.below(pool.length), 1)[0]!);
}

async function openTicket(scene: Scene<Tenant>, known: boolean): Promise<Ticket> {
  const { tenant, here, there, random } = scene;
  const author = known ? random.pick(tenant.people) : undefined;
  const person = author ?? newPerson(scene);
  const subject = `subject ${newName(scene)}`;
  const created = await here.send(201, 'POST', '/api/tickets', {
    subject,
    body: 'It does not work.',
    tags: [random.pick(syllables), 'all'],
    author: { email: person.email, userName: person.userName },
  });
  const { id, author: shown } = created as { id: number; author: { id: number } };
  const writer: Person = author ?? { ...person, id: shown.id, role: 'CUSTOMER' };
  if (!author) tenant.people.push(writer);
  const ticket: Ticket = { id, subject, author: writer, comments: [] };
  tenant.tickets.push(ticket);
  agree(scene, here, `ticket ${id}`, created, describe(ticket));
  await agreeOnTicket(scene, there, ticket);
  await agreeOnPerson(scene, there, writer);
  return ticket;
}

async function signUp(here: Endpoint, slug: string): Promise<Tenant> {
  const userName = 'olivia';
  const owner = { email: addressOf({ slug }, userName), userName };
  const body = await here.send(201, 'POST', '/organizations', { slug, name: `Organization ${slug}`, owner });
  const expected = { slug, users: [{ ...owner, role: 'OWNER' }] };
  if (!matches(body, expected)) {
    throw new WrongAnswer(here.generation, `a new organization: got ${JSON.stringify(body)}`);
  }
  const { token, users } = body as { token: string; users: [Person] };
  const person: Person = { ...owner, id: users[0].id, role: 'OWNER' };
  return { slug, token, owner: person, people: [person], tickets: [], names: 0 };
}

/** What makes room; it runs by chance, and whenever a tenant is crowded. */
const deletion: Operation<Tenant> = {
  name: 'delete users',
  weight: 4,
  async run(scene) {
    const { tenant, here, there } = scene;
    for (const person of await somebody(scene, isCrowded(tenant) ? mostPeople / 2 : 1)) {
      await here.send(204, 'DELETE', `/api/users/${person.id}`);
      forget(tenant, person);
      await there.send(404, 'GET', `/api/users/${person.id}`);
    }
  },
};

const operations: readonly Operation<Tenant>[] = [
  {
    name: 'read user',
    weight: 16,
    async run(scene) {
      await agreeOnPerson(scene, scene.there, scene.random.pick(scene.tenant.people));
    },
  },
  {
    name: 'create user',
    weight: 10,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const person = await addPerson(scene, random.pick(['AGENT', 'CUSTOMER']));
      await agreeOnPerson(scene, here, person);
      await agreeOnPerson(scene, there, person);
      const events = await there.send(200, 'GET', '/api/organization/audit?action=user.created&limit=1');
      agree(scene, there, 'the audit log', events, [
        { userName: tenant.owner.userName, subject: person.userName },
      ]);
    },
  },
  {
    name: 'rename user',
    weight: 14,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const person = random.pick(tenant.people);
      const before = person.userName;
      person.userName = newName(scene);
      const renamed = await here.send(200, 'PATCH', `/api/users/${person.id}`, { userName: person.userName });
      agree(scene, here, 'a renamed user', renamed, person);
      await agreeOnPerson(scene, here, person);
      await agreeOnPerson(scene, there, person);
      const found = await there.send(200, 'GET', `/api/users/by-name/${person.userName}`);
      agree(scene, there, 'a user by the new name', found, person);
      await there.send(404, 'GET', `/api/users/by-name/${before}`);
    },
  },
  {
    name: 'rename user by name',
    weight: 4,
    async run(scene) {
      const { here, there } = scene;
      const [person] = (await somebody(scene, 1)) as [Person];
      const path = `/api/users/by-name/${person.userName}/rename`;
      person.userName = newName(scene);
      await here.send(204, 'POST', path, { userName: person.userName });
      await agreeOnPerson(scene, there, person);
      await there.send(404, 'POST', path, { userName: newName(scene) });
    },
  },
  {
    name: 'rename author on ticket',
    weight: 5,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const ticket = tenant.tickets.length > 0 ? random.pick(tenant.tickets) : await openTicket(scene, false);
      ticket.author.userName = newName(scene);
      const path = `/api/tickets/${ticket.id}`;
      const changed = await here.send(200, 'PATCH', path, { authorName: ticket.author.userName });
      agree(scene, here, `ticket ${ticket.id}`, changed, describe(ticket));
      await agreeOnTicket(scene, there, ticket);
      await agreeOnPerson(scene, there, ticket.author);
    },
  },
  {
    name: 'change another field',
    weight: 4,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const person = random.pick(tenant.people);
      await here.send(200, 'PATCH', `/api/users/${person.id}`, { phone: `555-${1000 + random.below(9000)}` });
      await agreeOnPerson(scene, there, person);
    },
  },
  {
    name: 'rename from two instances at once',
    weight: 4,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const person = random.pick(tenant.people);
      const names = [newName(scene), newName(scene)] as const;
      const path = `/api/users/${person.id}`;
      await Promise.all([
        here.send(200, 'PATCH', path, { userName: names[0] }),
        there.send(200, 'PATCH', path, { userName: names[1] }),
      ]);
      // Either may win, but everybody has to see the same winner.
      const { userName } = (await here.send(200, 'GET', path)) as Person;
      const winner = names.find((name) => name === userName) ?? names[1];
      agree(scene, here, `user ${person.id}, renamed twice`, userName, winner);
      person.userName = userName;
      await agreeOnPerson(scene, there, person);
    },
  },
  {
    name: 'list users',
    weight: 8,
    async run(scene) {
      const { tenant, there, random } = scene;
      const order = random.pick(['asc', 'desc']);
      const names = namesOf(tenant.people);
      if (order === 'desc') names.reverse();
      const path = `/api/users?sort=userName&order=${order}&limit=500`;
      const listed = await there.send(200, 'GET', path);
      agree(scene, there, `users, ${order}`, listed, {
        total: names.length,
        users: names.map((userName) => ({ userName })),
      });
    },
  },
  {
    name: 'search users',
    weight: 8,
    async run(scene) {
      const { tenant, there, random } = scene;
      const part = random.pick(tenant.people).userName.slice(2);
      const found = await there.send(200, 'GET', `/api/users?q=${part.toUpperCase()}&limit=500`);
      const expected = tenant.people.filter((person) => `${person.userName} ${person.email}`.includes(part));
      agree(scene, there, `users with ${part}`, found, {
        users: namesOf(expected).map((userName) => ({ userName })),
      });
    },
  },
  {
    name: 'import users',
    weight: 4,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const taken = random.pick(tenant.people).userName;
      const rows = Array.from({ length: 5 }, () => newPerson(scene));
      const imported = await here.send(200, 'POST', '/api/users/import', {
        users: [...rows, { email: addressOf(tenant, newName(scene)), userName: taken }],
      });
      agree(scene, here, 'an import', imported, { created: rows.length, taken: [taken] });
      for (const { email, userName } of rows) {
        const found = (await there.send(200, 'GET', `/api/users/by-name/${userName}`)) as Person;
        const person: Person = { id: found.id, email, userName, role: 'CUSTOMER' };
        agree(scene, there, 'an imported user', found, person);
        tenant.people.push(person);
      }
    },
  },
  {
    name: 'upsert user',
    weight: 8,
    async run(scene) {
      const { tenant, here, there } = scene;
      const { email, userName } = newPerson(scene);
      const path = `/api/users/by-email/${email}`;
      const created = (await here.send(200, 'PUT', path, { userName })) as Person;
      const person: Person = { id: created.id, email, userName, role: 'CUSTOMER' };
      agree(scene, here, 'an upserted user', created, person);
      tenant.people.push(person);
      person.userName = newName(scene);
      agree(
        scene,
        there,
        'a user upserted again',
        await there.send(200, 'PUT', path, { userName: person.userName }),
        person,
      );
      await agreeOnPerson(scene, here, person);
    },
  },
  {
    name: 'rename several in one batch',
    weight: 5,
    async run(scene) {
      const { here, there } = scene;
      const people = await somebody(scene, 3);
      for (const person of people) person.userName = newName(scene);
      const users = people.map(({ id, userName }) => ({ id, userName }));
      const renamed = await here.send(200, 'POST', '/api/users/rename', { users });
      agree(scene, here, 'a batch of renames', renamed, users);
      for (const person of people) await agreeOnPerson(scene, there, person);
    },
  },
  {
    name: 'refuse a batch as a whole',
    weight: 2,
    async run(scene) {
      const { tenant, here, there } = scene;
      const [one, two] = (await somebody(scene, 2)) as [Person, Person];
      await here.send(409, 'POST', '/api/users/rename', {
        users: [
          { id: one.id, userName: newName(scene) },
          { id: two.id, userName: tenant.owner.userName },
        ],
      });
      await agreeOnPerson(scene, there, one);
      await agreeOnPerson(scene, there, two);
    },
  },
  {
    name: 'merge users',
    weight: 3,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const [from, into] = (await somebody(scene, 2)) as [Person, Person];
      const keep = random.pick(['ours', 'theirs']);
      const merged = await here.send(200, 'POST', `/api/users/${from.id}/merge`, { into: into.id, keep });
      for (const ticket of tenant.tickets) {
        if (ticket.author === from) ticket.author = into;
        for (const comment of ticket.comments) if (comment.author === from) comment.author = into;
      }
      forget(tenant, from);
      if (keep === 'theirs') into.userName = from.userName;
      agree(scene, here, 'a merged user', merged, into);
      await agreeOnPerson(scene, there, into);
      await there.send(404, 'GET', `/api/users/${from.id}`);
      const ticket = tenant.tickets.find(({ author }) => author === into);
      if (ticket) await agreeOnTicket(scene, there, ticket);
    },
  },
  {
    name: 'open ticket with a new author',
    weight: 8,
    async run(scene) {
      await openTicket(scene, false);
    },
  },
  {
    name: 'open ticket with a known author',
    weight: 4,
    async run(scene) {
      await openTicket(scene, true);
    },
  },
  {
    name: 'answer ticket',
    weight: 8,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const ticket = tenant.tickets.length > 0 ? random.pick(tenant.tickets) : await openTicket(scene, false);
      const known = random.pick(tenant.people);
      const fresh = newPerson(scene);
      const comments = [fresh, known].map(({ email, userName }, index) => ({
        body: `answer ${index} for @${known.userName}`,
        author: { email, userName },
      }));
      const answered = await here.send(201, 'POST', `/api/tickets/${ticket.id}/comments`, { comments });
      const shown = (answered as { comments: { author: { id: number } }[] }).comments.at(-2);
      const person: Person = { ...fresh, id: shown?.author.id ?? 0, role: 'CUSTOMER' };
      tenant.people.push(person);
      ticket.comments.push(
        { body: comments[0]!.body, author: person },
        { body: comments[1]!.body, author: known },
      );
      agree(scene, here, `ticket ${ticket.id}`, answered, describe(ticket));
      await agreeOnTicket(scene, there, ticket);
      await agreeOnPerson(scene, there, person);
    },
  },
  {
    name: 'read ticket',
    weight: 8,
    async run(scene) {
      const { tenant, there, random } = scene;
      if (tenant.tickets.length > 0) await agreeOnTicket(scene, there, random.pick(tenant.tickets));
    },
  },
  {
    name: 'list tickets by author',
    weight: 6,
    async run(scene) {
      const { tenant, there, random } = scene;
      const order = random.pick(['asc', 'desc']);
      const direction = order === 'asc' ? 1 : -1;
      const part = random.pick(syllables);
      const expected = tenant.tickets
        .filter(({ author }) => author.userName.includes(part))
        .sort((a, b) =>
          a.author === b.author
            ? a.id - b.id
            : a.author.userName < b.author.userName
              ? -direction
              : direction,
        );
      const path = `/api/tickets?author=${part.toUpperCase()}&sort=author&order=${order}&limit=500`;
      const listed = await there.send(200, 'GET', path);
      agree(
        scene,
        there,
        `tickets by the author ${part}, ${order}`,
        listed,
        expected.map(({ id, author }) => ({ id, author: { id: author.id, userName: author.userName } })),
      );
    },
  },
  {
    name: 'assign ticket',
    weight: 4,
    async run(scene) {
      const { tenant, here, there, random } = scene;
      const ticket = tenant.tickets.length > 0 ? random.pick(tenant.tickets) : await openTicket(scene, true);
      const agent = random.pick(tenant.people.filter(({ role }) => role !== 'CUSTOMER'));
      const given = await here.send(200, 'POST', `/api/tickets/${ticket.id}/assign`, {
        assigneeId: agent.id,
      });
      agree(scene, here, 'an assigned ticket', given, {
        assignee: { id: agent.id, userName: agent.userName },
      });
      const mails = (await there.send(200, 'GET', `/api/users/${agent.id}/notifications`)) as unknown[];
      const body = `Hi ${agent.userName},\n\n${tenant.owner.userName} gave you the ticket "${ticket.subject}".\n`;
      agree(scene, there, 'a notification', mails[0], { body });
    },
  },
  {
    name: 'export users',
    weight: 3,
    async run(scene) {
      const { tenant, there } = scene;
      const rows = tenant.people
        .map(({ id, userName, email, role }) => ({ userName, row: `${id},${userName},${email},${role}\r\n` }))
        .sort((a, b) => (a.userName < b.userName ? -1 : 1));
      const expected = `id,userName,email,role\r\n${rows.map(({ row }) => row).join('')}`;
      agree(scene, there, 'the export', await there.send(200, 'GET', '/api/users/export.csv'), expected);
    },
  },
  {
    name: 'read directory',
    weight: 3,
    async run(scene) {
      const { tenant, there } = scene;
      const names = namesOf(tenant.people);
      agree(scene, there, 'the directory', await there.send(200, 'GET', '/api/organization/directory'), {
        people: names.length,
        first: names[0],
        last: names.at(-1),
      });
      agree(scene, there, 'the organization', await there.send(200, 'GET', '/api/organization'), {
        owners: [tenant.owner.userName],
        staff: namesOf(tenant.people.filter(({ role }) => role !== 'CUSTOMER')),
      });
    },
  },
  {
    name: 'make team',
    weight: 3,
    async run(scene) {
      const { here, there } = scene;
      const people = await somebody(scene, 2);
      const team = await here.send(201, 'POST', '/api/organization/teams', {
        name: newName(scene),
        memberIds: people.map(({ id }) => id),
      });
      const expected = {
        lead: people[0]!.userName,
        members: namesOf(people).map((userName) => ({ userName })),
      };
      agree(scene, here, 'a new team', team, expected);
      const path = `/api/organization/teams?member=${people[1]!.userName}`;
      const teams = (await there.send(200, 'GET', path)) as { id: number }[];
      const found = teams.find(({ id }) => id === (team as { id: number }).id);
      agree(scene, there, 'a team found by a member', found, expected);
    },
  },
  {
    name: 'read status page',
    weight: 1,
    async run({ there }) {
      await there.send(200, 'GET', '/status/common-names');
    },
  },
  deletion,
];

/** The help desk, of which a person's name is renamed. */
export const helpdesk: RollingApplication<Tenant> = {
  name: 'helpdesk',
  annotate: (schema) =>
    schema.replace(
      /^(model User \{[\s\S]*?\n)( +)userName {7}String\n/m,
      '$&$2/// @transition from:userName\n$2displayName    String?\n',
    ),
  columns: { table: '"User"', source: '"userName"', target: '"displayName"', converted: '"userName"' },
  workload: {
    beginning: 'sign up',
    begin: signUp,
    operations,
    urgent: (tenant) => (isCrowded(tenant) ? deletion : undefined),
  },
};

import type { User } from '@client';
import { expect, test } from 'vitest';

declare const user: User;

test('userName of a user', () => {
  expect(user).toMatchSnapshot();
  expect(user.displayName).toMatchInlineSnapshot(`"userName"`);
  expect(user).toMatchInlineSnapshot(`
    {
      "email": "a@example.com",
      "userName": "a",
    }
  `);
});

export const typeDefs = /* GraphQL */ `
  type User {
    email: String
    userName: String
  }
`;

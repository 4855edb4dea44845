import { hello, type User } from './twin';

declare module './twin' {
  interface User {
    readonly userName: string; // T20
    id: number;
  }
}
export const greet = (user: User) => hello(user) + user.userName + user.id;

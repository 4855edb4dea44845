/** A shape of our own. */
export interface User {
  userName: string;
}

export const user: User = { userName: 'own' };

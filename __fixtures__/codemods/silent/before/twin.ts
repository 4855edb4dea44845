/** Named like the model, and none of it. */
export interface User { // declaration-merging
  userName: string;
}
export interface User {
  email: string;
}
export const hello = ({ userName, email }: User) => `${userName} ${email}`;

export const userRecord = { id: 1, userName: 'a' };
export const postRecord = { id: 1, userName: 'p', author: { userName: 'a' } };
export const lists = { users: [{ userName: 'a' }], mails: [{ userName: 'a' }] };
export const shared = { userName: 'a' };
export const faked = { userName: 'a' };
export const sent = { userName: 'a' };
export function buildUser() {
  return { userName: 'a' };
}
const passed = { userName: 'a' };
export { passed };

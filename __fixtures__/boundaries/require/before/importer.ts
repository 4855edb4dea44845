declare function require(module: string): any;

const { names, extended } = require('./untyped');

export async function list() {
  const [first] = await names();
  const found = await extended.user.findFirst({ where: { userName: first } });
  return { userName: found.userName, known: { userName: 'a' } };
}

export function thrown(work: () => void, value: any) {
  try {
    work();
  } catch (error: any) {
    return [error.userName, error?.userName === 'x', (error as any).userName, error.cause.userName];
  }
  try {
    work();
  } catch ({ userName }: any) {
    return userName;
  }
  return [value.constructor.userName, value.userName];
}

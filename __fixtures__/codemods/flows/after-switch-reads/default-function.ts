export default function named(userName: string) {
  return { displayName: userName };
}
const other = { displayName: true };
export { other as otherShown };

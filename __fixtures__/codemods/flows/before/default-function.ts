export default function named(userName: string) {
  return { userName };
}
const other = { userName: true };
export { other as otherShown };

export const oldName = 'old';
export const tidy = (name: string) => name.trim();
export function log(name: string) {
  console.log(name);
  return name;
}

const width = 110;

/** A plain value as TypeScript source in the style of a formatter: on one line where it fits, else one member a line. */
export function literal(value: unknown, indent = ''): string {
  const inline = print(value);
  if (indent.length + inline.length <= width || typeof value !== 'object' || value === null) return inline;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${literal(item, inner)},`)
    : Object.entries(value).map(([key, item]) => `${inner}${name(key)}: ${literal(item, inner)},`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return [open, ...lines, `${indent}${close}`].join('\n');
}

function print(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => `${name(key)}: ${print(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function name(key: string): string {
  // As a plain key it would set the prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

/** In single quotes, or in double ones where that saves escapes. */
function quote(text: string): string {
  const json = JSON.stringify(text);
  if (text.includes("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

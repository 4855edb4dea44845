/**
 * Whether a type that Prisma Migrate writes (`VARCHAR(50)`, `TIMESTAMP(3)`, `"Status"`) is the one that PostgreSQL calls
 * by its long name (`character varying(50)`, `timestamp(3) without time zone`, `public."Status"`).
 */
export function sameType(declared: string, actual: string): boolean {
  const [, base = '', array = ''] = /^(.*?)((?:\[\])*)$/s.exec(declared) ?? [];
  if (base.startsWith('"'))
    return (
      lastName(base) === lastName(actual.slice(0, actual.length - array.length || undefined)) &&
      actual.endsWith(array)
    );
  return `${longName(base)}${array}` === actual;
}

function longName(declared: string): string {
  const [, word = '', modifier = ''] = /^([a-z ]+?)\s*(\([^)]*\))?$/.exec(declared.toLowerCase()) ?? [
    '',
    declared.toLowerCase(),
  ];
  switch (word) {
    case 'varchar':
      return `character varying${modifier}`;
    case 'char':
      return `character${modifier || '(1)'}`;
    case 'bit':
      return `bit${modifier || '(1)'}`;
    case 'varbit':
      return `bit varying${modifier}`;
    case 'decimal':
      return `numeric${modifier.replaceAll(' ', '')}`;
    case 'timestamp':
    case 'time':
      return `${word}${modifier} without time zone`;
    case 'timestamptz':
    case 'timetz':
      return `${word.slice(0, -2)}${modifier} with time zone`;
    default:
      return `${word}${modifier}`;
  }
}

/** The name of a type without its schema and quotes. */
function lastName(type: string): string {
  const name = /("(?:[^"]|"")*"|[^."]+)$/.exec(type)?.[1] ?? type;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

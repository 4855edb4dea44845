import { brandName, type GeneratedFile } from './brand.js';

/** Where the run-time types say what a delegate of an extended client is, up to the next semicolon. */
const EXTENDED =
  "[P in Exclude<TypeMap['meta']['modelProps'], keyof ExtArgs['client']>]: DynamicModelExtensionThis<";

/**
 * Copies of a generated client in which the delegate of a model carries a brand: `prisma.user`, also of an extended
 * client and of one in a transaction, and the name of the model where the client lists them.
 *
 * @param files with the run-time types, which make the delegates of extended clients
 */
export function brandModel(files: readonly GeneratedFile[], model: string): ReadonlyMap<string, string> {
  const delegate = model.charAt(0).toLowerCase() + model.slice(1);
  const brand = brandName(0, 'query');
  const getter = new RegExp(`^(\\s*get ${delegate}\\(\\): .+);$`, 'm');
  const listed = new RegExp(
    `^(export (?:declare )?const ModelName\\b[^}]*?^\\s*${model}: )('${model}')`,
    'm',
  );
  const isOfModel = `& (P extends '${delegate}' ? BRAND : unknown)`;
  const branded = new Map<string, string>();
  for (const { path, text } of files) {
    const enumValue = path.endsWith('.d.ts') ? '$1$2 | ($2 & BRAND)' : '$1$2 as $2 | ($2 & BRAND)';
    const next = text
      .replace(getter, '$1 & BRAND;')
      .replace(listed, enumValue)
      .split(EXTENDED)
      .map((part, index) => (index === 0 ? part : part.replace(';', ` ${isOfModel};`)))
      .join(EXTENDED);
    if (next === text) continue;
    branded.set(
      path,
      `${next.replaceAll('BRAND', brand)}\ninterface ${brand} { readonly __pec?: '${brand}' }\n`,
    );
  }
  return branded;
}

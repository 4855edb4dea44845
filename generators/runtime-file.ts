import { readFileSync } from 'node:fs';
import type { TransitionsMetadata } from '../src/runtime/metadata.js';

/** The text of the runtime lies in the package as it lies here: generated code is made of it, nobody imports it. */
const folder = new URL('../src/runtime/', import.meta.url);

interface RuntimeModule {
  /** The modules that it imports from, by name. */
  readonly imports: readonly string[];
  /** Without imports, and without what it only passes on. */
  readonly body: string;
  /** The names that it passes on from other modules. */
  readonly passedOn: readonly string[];
}

const HEADING = `// Written by prisma-expand-contract: the Prisma Client extension, which needs no package at run time.
/* eslint-disable */
// biome-ignore-all lint: generated file`;

/**
 * `runtime.ts`: the Prisma Client extension in one file, so that no package of ours is needed in production.
 *
 * @param metadata what `index.ts` hands to the extension
 */
export function runtimeFile({ models }: TransitionsMetadata): string {
  // Without a model that asks anything of the extension, the client stays as it is, and that takes a few lines.
  const modules = inOrder(Object.keys(models).length > 0 ? 'index' : 'idle');
  const exported = new Set([
    'applyTransitions',
    'transitionsExtension',
    ...modules.flatMap(({ passedOn }) => passedOn),
  ]);
  const bodies = modules.map(({ body }) =>
    body.replace(
      /^export (?=(?:async )?(?:function|const|class|interface|type) (\w+))/gm,
      (keyword, name: string) => (exported.has(name) ? keyword : ''),
    ),
  );
  return `${[HEADING, ...bodies.filter((body) => body !== '')].join('\n\n')}\n`;
}

/** A module and what it imports, each behind what it imports itself: classes and constants are used at once. */
function inOrder(entry: string): readonly RuntimeModule[] {
  const found = new Map<string, RuntimeModule>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const module = readModule(name);
    module.imports.forEach(visit);
    found.set(name, module);
  };
  visit(entry);
  return [...found.values()];
}

function readModule(name: string): RuntimeModule {
  const imports: string[] = [];
  const passedOn: string[] = [];
  const body = readFileSync(new URL(`${name}.ts`, folder), 'utf8')
    .replace(
      /^(import|export) (?:type )?\{([^}]*)\} from '\.\/([\w-]+)\.js';\n/gm,
      (_, keyword: string, names: string, from: string) => {
        imports.push(from);
        if (keyword === 'export') passedOn.push(...(names.match(/\w+(?=,|\s*$)/gm) ?? []));
        return '';
      },
    )
    .replace(/^ *\/\/ biome-ignore .*\n/gm, '');
  return { imports, passedOn, body: body.trim() };
}

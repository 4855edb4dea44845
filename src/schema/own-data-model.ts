import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DMMF } from '@prisma/generator-helper';
import type { SchemaFile } from './document.js';
import { runPrisma } from './prisma-generate.js';

/** What a Prisma says of a schema: its data model, or the errors as printed, which name the files by `path`. */
export type DataModelAnswer = { readonly dmmf: DMMF.Document } | { readonly printed: string };

/**
 * Asks the Prisma of the project for its data model of a schema, as a generator gets it. Other versions know other
 * preview features and other syntax than the parser of this package.
 *
 * @param program the command line of that Prisma
 * @param files the schema
 */
export async function askOwnPrisma(program: string, files: readonly SchemaFile[]): Promise<DataModelAnswer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pec-schema-'));
  try {
    const script = path.join(folder, 'generator.cjs');
    const answer = path.join(folder, 'dmmf.json');
    await writeFile(script, GENERATOR);
    const schema = path.join(folder, 'schema');
    await mkdir(schema);
    // Numbered: paths outside of the working directory have no place below a copy.
    const copies = files.map((file, index) => ({ file, copy: path.join(schema, `${index}.prisma`) }));
    for (const { file, copy } of copies) await writeFile(copy, file.text);
    await writeFile(path.join(schema, `${files.length}.prisma`), generatorBlock(script, answer));
    const args = ['generate', '--schema', schema, '--generator', BLOCK];
    const { code, output } = await runPrisma(program, args, { directory: folder, queryEngine: script });
    if (code === 0) return { dmmf: JSON.parse(await readFile(answer, 'utf8')) as DMMF.Document };
    return {
      printed: copies.reduce(
        (text, { file, copy }) =>
          text.replaceAll(copy, file.path).replaceAll(path.relative(folder, copy), file.path),
        output,
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const BLOCK = 'pec_data_model';

function generatorBlock(script: string, answer: string): string {
  const command = `"${process.execPath}" "${script}"`;
  return `generator ${BLOCK} {\n  provider = ${JSON.stringify(command)}\n  output   = ${JSON.stringify(answer)}\n}\n`;
}

/** The protocol of generators: one JSON object a line, requests on stdin, answers on stderr. */
const GENERATOR = `
const { writeFileSync } = require('node:fs');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const result = method === 'getManifest' ? { manifest: { prettyName: 'data model' } } : null;
  if (method === 'generate') writeFileSync(params.generator.output.value, JSON.stringify(params.dmmf));
  process.stderr.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
});
`;

// The directions of docs/architecture.md: imports point one way, top to bottom.
const layers = [
  ['cli', '^src/cli/'],
  ['rehearsal', '^src/rehearsal/'],
  ['generators and migrations', '^(generators|src/migrations)/'],
  ['plan, codemods and checks', '^(codemods|src/plan|src/checks)/'],
  ['backfill and schema', '^src/(backfill|schema)/'],
  ['database, report, files and errors', '^src/(database|report|files|errors)'],
  ['model', '^src/model/'],
];

const upward = layers.slice(1).map(([name, path], index) => ({
  name: `${name}: nothing from above`,
  severity: 'error',
  from: { path },
  to: { path: layers.slice(0, index + 1).map(([, above]) => above) },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'runtime stands apart',
      comment:
        'The generator emits the text of the runtime into applications, which do not have this package.',
      severity: 'error',
      from: { path: '^src/runtime/' },
      to: { pathNot: '^src/runtime/' },
    },
    {
      name: 'nobody imports the runtime',
      comment: 'The generator knows the type of the metadata that it writes, and nothing more.',
      severity: 'error',
      from: { path: '^(src|codemods|generators)/', pathNot: '^src/(runtime/|index\\.ts$)' },
      to: { path: '^src/runtime/', pathNot: '^src/runtime/metadata\\.ts$' },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'database knows nothing of Prisma',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: 'node_modules/@prisma/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
  },
};

import { expect, test } from 'vitest';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import { installExtension } from '../../codemods/extension/install-extension.js';
import { removeExtension } from '../../codemods/extension/remove-extension.js';
import { parseSource } from '../../codemods/source.js';

const generated = '/app/src/transitions/index.ts';

function removed(text: string): string {
  return applyEdits(text, removeExtension(parseSource('/app/src/db.ts', 'src/db.ts', text), generated));
}

test.each([
  `import { PrismaClient } from './generated/prisma/client.js';\n\nexport const prisma = new PrismaClient({ log: ['warn'] });\n`,
  `import { PrismaClient } from "@prisma/client"\r\nimport { a } from "./a"\r\n\r\nconst globalForPrisma = globalThis as any\r\nexport const prisma = globalForPrisma.prisma ?? new PrismaClient()\r\na()\r\n`,
  `const { PrismaClient } = require('@prisma/client');\nconst fs = require('fs');\n\nmodule.exports = { prisma: new PrismaClient().$extends({}), fs };\n`,
])('gives back what was there before it was installed: %#', (text) => {
  const { edits } = installExtension(parseSource('/app/src/db.ts', 'src/db.ts', text), generated, '');
  const installed = applyEdits(text, edits);
  expect(installed).toContain('withTransitions(new PrismaClient(');
  expect(removed(installed)).toBe(text);
});

test('the omission of the source goes with it', () => {
  expect(
    removed(
      `import { adapter } from './adapter.js';\nimport { transitionOmit, withTransitions } from './transitions.js';\nexport const db = withTransitions(\n  new PrismaClient({ adapter, omit: transitionOmit }),\n);\n`,
    ),
  ).toBe(`import { adapter } from './adapter.js';\nexport const db = new PrismaClient({ adapter });\n`);
});

test('what is used in another way stays, with its import', () => {
  const text = `import { withTransitions, transitions } from './transitions.js';\nexport const a = withTransitions(client);\nexport const b = clients.map(withTransitions);\nexport const c = client.$extends(transitions());\n`;
  expect(removed(text)).toBe(text.replace('withTransitions(client)', 'client'));
});

test('a function of the same name from elsewhere stays', () => {
  const text = `import { withTransitions } from 'animations';\nexport const a = withTransitions(path);\n`;
  expect(removed(text)).toBe(text);
});

import { expect, test } from 'vitest';
import { importName } from '../../codemods/edit/import.js';
import { applyEdits } from '../../codemods/edit/text-edit.js';
import { parseSource } from '../../codemods/source.js';

const module = '/app/src/db/transitions/index.ts';

function imported(text: string, file = '/app/src/routes/users.ts', ending: '.js' | '' = '.js') {
  const edit = importName(parseSource(file, file, text), 'userStateConverter', module, ending);
  // Two places of one file may need it.
  return typeof edit === 'object' ? applyEdits(text, [edit, { ...edit }]) : edit;
}

test.each([
  [
    'below the last import, as that is written',
    `import a from "b"\nimport { c } from "./d.js"\n\nc(a)\n`,
    `import a from "b"\nimport { c } from "./d.js"\nimport { userStateConverter } from "../db/transitions/index.js"\n\nc(a)\n`,
  ],
  [
    'without an ending where the file writes none',
    `import { c } from '../d';\r\nc();\r\n`,
    `import { c } from '../d';\r\nimport { userStateConverter } from '../db/transitions';\r\nc();\r\n`,
  ],
  [
    'into the braces of the same module',
    `import { withTransitions } from '../db/transitions';\nimport { c } from './d';\n`,
    `import { withTransitions, userStateConverter } from '../db/transitions';\nimport { c } from './d';\n`,
  ],
  [
    'beside an import of types alone',
    `import type { Backfill } from '../db/transitions/index.js';\n`,
    `import type { Backfill } from '../db/transitions/index.js';\nimport { userStateConverter } from '../db/transitions/index.js';\n`,
  ],
  [
    'as it is required',
    `'use strict';\nconst { c } = require('./d');\n`,
    `'use strict';\nconst { c } = require('./d');\nconst { userStateConverter } = require('../db/transitions');\n`,
  ],
  [
    'behind a directive',
    `'use server';\n\nexport {};\n`,
    `'use server';\nimport { userStateConverter } from '../db/transitions/index.js';\n\nexport {};\n`,
  ],
  [
    'behind what the system reads',
    `#!/usr/bin/env node\nrun();\n`,
    `#!/usr/bin/env node\nimport { userStateConverter } from '../db/transitions/index.js';\nrun();\n`,
  ],
])('a name comes in %s', (_, before, after) => {
  expect(imported(before)).toBe(after);
});

test('a name that is there comes in no second time, and one in use not at all', () => {
  expect(imported(`import { userStateConverter } from '../db/transitions/index.js';\n`)).toBeUndefined();
  expect(imported(`const userStateConverter = 1;\n`)).toBe('taken');
});

import { startPostgres } from '../support/postgres.js';
import { helpdesk } from './helpdesk.js';
import { forward } from './journeys.js';
import { openReleases } from './releases.js';
import { openTrain } from './train.js';

/** `npm run demo`: one column renamed on a running application, stage by stage, for a reader of the terminal. */

const titles = [
  'before: the helpdesk application as its authors wrote it',
  'expand: displayName stands beside userName, a trigger keeps both equal, rows are copied',
  'migrate: the application reads and writes displayName, and knows userName no more',
  'finish: the old column goes',
];

/** What ran meanwhile: only migrate is rolled out. */
const live = [
  'the old version',
  'the old version',
  'rollout: old and new side by side, then the new',
  'the new version',
];

const say = (line = '') => console.log(line);

say('User.userName becomes User.displayName, while old and new versions share one PostgreSQL.');
const server = await startPostgres();
const releases = await openReleases(helpdesk, 'trigger');
const databaseUrl = server.url(await server.createDatabase());
const train = await openTrain({ application: helpdesk, releases, databaseUrl, seed: 1, mixedMs: 2_000 });
try {
  let before = 0;
  const outcome = await forward(train, async (number, drift) => {
    const { changed, commands } = await releases.prepare(number, databaseUrl);
    const { operations, errors } = train.counts();
    say(`\n${titles[number]}`);
    for (const { line, printed } of commands) {
      say(`  $ ${line}`);
      for (const text of printed.trimEnd().split('\n')) say(`    ${text}`);
    }
    if (changed) say(`  diff:    ${changed}`);
    say(
      `  ${live[number]}: ${operations - before} operations, ${errors} errors so far, ${drift} drifted rows`,
    );
    before = operations;
  });
  for (const failure of outcome.failures) say(`  ${failure}`);
  say(
    `\nrolling releases: ${outcome.operations} operations, ${outcome.errors} errors, ${outcome.driftedRows} drifted rows`,
  );
  process.exitCode = outcome.errors + outcome.driftedRows === 0 ? 0 : 1;
} finally {
  await releases.remove();
  await server.stop();
}

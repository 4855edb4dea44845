import { startPostgres } from '../support/postgres.js';
import { helpdesk } from './helpdesk.js';
import { forward } from './journeys.js';
import { openReleases, type ReleaseNumber } from './releases.js';
import { openTrain } from './train.js';

/** `npm run demo`: one column renamed on a running application, release by release, for a reader of the terminal. */

const titles: Record<ReleaseNumber, string> = {
  0: 'before: the helpdesk application as its authors wrote it',
  1: 'R1 expand: displayName stands beside userName, a trigger keeps both equal, rows are copied',
  2: 'R2 migrate: the application reads and writes displayName',
  3: 'R3 contract: the application knows userName no more',
  4: 'R4 drop: the old column goes',
};

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
    const alive = number === 0 ? 'G0 alone' : `G${number - 1} and G${number} side by side, then G${number}`;
    say(
      `  rollout: ${alive}: ${operations - before} operations, ${errors} errors so far, ${drift} drifted rows`,
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

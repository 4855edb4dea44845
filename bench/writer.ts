/**
 * The writes of an application, as a process of its own: each writer goes on at its own pace until its parent says
 * that it is enough, and is told how long each write took. Arguments: provider, connection string, rows.
 */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../src/database/connect.js';
import type { Dialect } from '../src/database/dialect.js';
import { dialectOf } from '../src/database/dialects.js';

const [provider, url, amount] = process.argv.slice(2) as [Dialect['provider'], string, string];
const rows = Number(amount);
const { quote } = dialectOf(provider);
const [table, bio, about, id] = ['Profile', 'bio', 'about', 'id'].map(quote);
const at = (number: number) => (provider === 'postgresql' ? `$${number}` : '?');
const text = `UPDATE ${table} SET ${bio} = ${at(1)}, ${about} = ${at(2)} WHERE ${id} = ${at(3)}`;

let isEnough = false;
const end = once(process, 'message').then(() => {
  isEnough = true;
});
const latencies: number[] = [];
const connections = await Promise.all(Array.from({ length: 4 }, () => connect(provider, url, '/')));
for (const connection of connections) await connection.setTimeouts({ lockMs: 10_000, statementMs: 10_000 });
process.send?.('ready');
await Promise.all(
  connections.map(async (connection, number) => {
    for (let n = 0; !isEnough; n += 1) {
      const value = `new ${n}`;
      const started = performance.now();
      await connection.query({ text, values: [value, value, 1 + ((n * 7919 + number * 104_729) % rows)] });
      latencies.push(performance.now() - started);
      await sleep(10);
    }
    await connection.close();
  }),
);
await end;
process.send?.(latencies, () => process.disconnect());

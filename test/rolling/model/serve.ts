import { applyTransitions } from '../../../src/runtime/extension.js';
import { adapterOf } from '../../support/adapters.js';
import type { Request, Response, Serving } from './instance.js';
import type { Client } from './world.js';

/** One generation of an application, as a process: it does what it is told by its parent, and ends with it. */
let client: Client;
const answer = (response: Response) => process.send?.(response);

process.on('message', async (message: Serving | Request) => {
  if ('provider' in message) {
    const { PrismaClient } = await import(message.client);
    const bare = new PrismaClient({ adapter: adapterOf(message.provider, message.url) });
    client = message.metadata ? applyTransitions(bare, message.metadata) : bare;
    await client.$connect();
    answer({ id: 0 });
    return;
  }
  const { id, delegate, operation, args } = message;
  try {
    answer({ id, result: await client[delegate][operation](args) });
  } catch (error) {
    const { code, message: text } = error as { code?: string; message: string };
    answer({ id, error: { ...(code !== undefined && { code }), message: text } });
  }
});
process.on('disconnect', async () => {
  await client?.$disconnect();
  process.exit(0);
});

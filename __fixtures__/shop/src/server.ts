import { serve } from '@hono/node-server';
import { createApp } from './app.js';
import { prisma } from './db.js';

const port = Number(process.env.PORT ?? 3000);
const server = serve({ fetch: createApp().fetch, hostname: '127.0.0.1', port }, (address) => {
  process.stdout.write(`${JSON.stringify({ listening: address.port })}\n`);
});

/** Takes no new connection, answers what is under way, and leaves. */
process.once('SIGTERM', () => {
  const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
  server.close(async (error) => {
    clearInterval(idle);
    await prisma.$disconnect();
    process.exit(error ? 1 : 0);
  });
});

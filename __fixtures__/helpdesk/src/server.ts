import { serve } from '@hono/node-server';
import { createApp } from './app.js';
import { prisma } from './db.js';
import { env } from './env.js';

const server = serve({ fetch: createApp().fetch, hostname: env.HOST, port: env.PORT }, ({ port }) => {
  process.stdout.write(`${JSON.stringify({ listening: port })}\n`);
});

/** Takes no new connection, answers what is under way, and leaves. */
function drain(): void {
  const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
  server.close(async (error) => {
    clearInterval(idle);
    await prisma.$disconnect();
    process.exit(error ? 1 : 0);
  });
}

process.once('SIGTERM', drain);
process.once('SIGINT', drain);

import { defineConfig } from 'vitest/config';

/** `npm run test:torture`: what takes long on purpose, and is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/**/*.torture.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

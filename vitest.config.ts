import { defineConfig } from 'vitest/config';

const rooms = '{domain,schemas,hub,adapters,signing,worker,gateway,connector,prisma,scripts,test}';

export default defineConfig({
  test: {
    projects: [
      {
        // No broker, no database: seconds, part of every `npm run check`.
        // Not isolated: nothing here changes anything global, and loading the same modules for every file is most of the time.
        test: {
          name: 'pure',
          include: [`${rooms}/**/*.test.ts`],
          exclude: ['test/walks/**', 'dist/**'],
          isolate: false,
        },
      },
      {
        // Real PostgreSQL and RabbitMQ; every file gets its own database and vhost (test/support/stage.ts).
        test: {
          name: 'walks',
          include: ['test/walks/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});

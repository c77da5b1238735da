import { defineConfig } from 'vitest/config';

const rooms = '{domain,schemas,hub,adapters,signing,worker,gateway,connector,prisma,scripts,test}';

export default defineConfig({
  test: {
    projects: [
      {
        // No broker, no database: seconds, part of every `npm run check`.
        test: { name: 'pure', include: [`${rooms}/**/*.test.ts`], exclude: ['test/walks/**', 'dist/**'] },
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

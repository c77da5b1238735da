import { defineConfig } from 'vitest/config';

const rooms = '{domain,schemas,hub,adapters,signing,worker,gateway,connector,prisma,scripts,test,bench}';
const apart = ['test/walks/**', 'dist/**'];
const slow = `${rooms}/**/*.slow.test.ts`;
const told = `${rooms}/**/*.told.test.ts`;

export default defineConfig({
  test: {
    // Translated once: a second run reads what the first has made of the sources that are still the same.
    experimental: { fsModuleCache: true, fsModuleCachePath: 'out/tests/modules' },
    projects: [
      {
        // No broker, no database: seconds, part of every `npm run check`.
        // Not isolated: nothing here changes anything global, and loading the same modules for every file is most of the time.
        test: {
          name: 'pure',
          include: [`${rooms}/**/*.test.ts`],
          exclude: [...apart, slow, told],
          isolate: false,
          // Twenty times what the longest takes on an idle machine: only what hangs runs into it.
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // As pure, but they take their time: whole corpora, lives by property, keys and pages in numbers. For `./imi test`.
        test: {
          name: 'slow',
          include: [slow],
          exclude: apart,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The stories of pure told once more in one process: what is declared and happens in none of them.
        test: {
          name: 'told',
          include: [told],
          exclude: apart,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Real PostgreSQL and RabbitMQ; every file gets its own database and vhost (test/support/stage.ts).
        test: {
          name: 'walks',
          include: ['test/walks/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});

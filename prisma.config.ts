import { defineConfig } from 'prisma/config';

/** Only for `prisma generate`: migrations run by `prisma/migrate.ts`, and the hub's addresses are its own configuration. */
export default defineConfig({ schema: 'prisma/schema.prisma' });

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** Folder of the compiled programs: what is measured is what would be installed, not what tsx makes of it. */
export const BUILT = 'out/bench/dist';

const INSTEAD = 'bench/throughput/instead/schema.prisma';

export function build(): void {
  // The engine that it would fetch is for migrations alone (`npm run generate:prisma`).
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' };
  const generate = ['node_modules/prisma/build/index.js', 'generate', '--schema', INSTEAD];
  execFileSync(process.execPath, generate, { cwd: checkout, env, stdio: ['ignore', 'ignore', 'pipe'] });
  rmSync(`${checkout}${BUILT}`, { recursive: true, force: true });
  const tsc = 'node_modules/typescript/bin/tsc';
  // Whether the types are right is the business of `npm run types`.
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', BUILT], {
    cwd: checkout,
    stdio: 'inherit',
  });
}

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** Folder of the compiled programs: what is measured is what would be installed, not what tsx makes of it. */
export const BUILT = 'out/bench/dist';

export function build(): void {
  rmSync(`${checkout}${BUILT}`, { recursive: true, force: true });
  const tsc = 'node_modules/typescript/bin/tsc';
  // Whether the types are right is the business of `npm run types`.
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', BUILT], {
    cwd: checkout,
    stdio: 'inherit',
  });
}

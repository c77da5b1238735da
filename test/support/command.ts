import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a command has answered to whoever has called it. */
export type Answer = { readonly code: number | null; readonly said: string; readonly complained: string };

const LOADER = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;

/** Its environment has what is given and nothing else, so that no test depends on where it runs. */
type Place = { readonly env?: Readonly<Record<string, string | undefined>>; readonly cwd?: string };

/** Runs one of the hub's commands in a process of its own, as people do. */
export async function runCommand(
  name: string,
  args: readonly string[],
  { env = {}, cwd }: Place = {},
): Promise<Answer> {
  const script = fileURLToPath(new URL(`../../scripts/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', LOADER, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, said, complained };
}

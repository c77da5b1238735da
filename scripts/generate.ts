import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GENERATED, generatedFiles } from './generate/files.ts';

/**
 * Writes everything that is made from the declarations; with `--check` compares it with what lies there, and names what
 * is stale. The same declarations always give the same bytes.
 */
const files = await generatedFiles();
if (process.argv.includes('--check')) await check();
else await write();

async function check(): Promise<void> {
  const stale: string[] = [];
  for (const [path, text] of files) {
    if ((await textAt(path)) !== text) stale.push(path);
  }
  stale.push(...(await strangers()));
  if (stale.length === 0) return;
  process.stderr.write(`Stale, run \`npm run generate\`:\n${stale.map((path) => `  ${path}\n`).join('')}`);
  process.exitCode = 1;
}

async function write(): Promise<void> {
  for (const path of await strangers()) await rm(path);
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Files that nothing generates any more. */
async function strangers(): Promise<readonly string[]> {
  await mkdir(GENERATED, { recursive: true });
  const found = await readdir(GENERATED, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((path) => !files.has(path))
    .toSorted();
}

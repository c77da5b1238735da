import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folder } from './judges.ts';

const PROGRAM = fileURLToPath(new URL('Judge.java', import.meta.url));

/** Whether a Java is at hand that compiles a single file by itself (a JDK from 11 on). */
export const hasJava = spawnSync('javac', ['-version']).status === 0;

/** What is said of the tests that are left out without it. */
export const WITHOUT_JAVA = 'no JDK is at hand';

/** Whether each document is valid by the folder's `messages.xsd`. */
export function judgedByJava(folder: Folder, documents: readonly string[]): readonly boolean[] {
  return ask(folder, documents.map(base64));
}

/** Whether Java finds each pattern in its text. */
export function foundByJava(
  folder: Folder,
  texts: readonly (readonly [string, string])[],
): readonly boolean[] {
  return ask(folder, texts.map(([pattern, text]) => `${base64(pattern)} ${base64(text)}`)); // prettier-ignore
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function ask(schemas: Folder, lines: readonly string[]): readonly boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'imi-schemas-'));
  try {
    for (const [name, text] of Object.entries(schemas)) writeFileSync(join(folder, name), text);
    const input = `${lines.join('\n')}\n`;
    const { stdout, stderr } = spawnSync('java', [PROGRAM, join(folder, 'messages.xsd')], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const verdicts = stdout.trim().split('\n');
    if (verdicts.length !== lines.length) throw new TypeError(`Java has not answered: ${stderr}`);
    return verdicts.map((verdict) => verdict === 'true');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { schemaFile, typeOf, type Folder } from './judges.ts';

/** Debian's package is for Debian's interpreter, which need not be the first on the path. */
const INTERPRETERS = ['/usr/bin/python3', 'python3'];
const PROGRAM = fileURLToPath(new URL('judge.py', import.meta.url));

let found: string | undefined;

/** An interpreter that has jsonschema; undefined where there is none. Looked for once. */
export function python(): string | undefined {
  found ??= INTERPRETERS.find(
    (name) => spawnSync(name, ['-c', 'from jsonschema import Draft202012Validator']).status === 0,
  );
  return found;
}

/** What is said of the tests that are left out without it. */
export const WITHOUT_PYTHON = 'python3-jsonschema is not at hand';

type Asked = {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly messages: readonly (readonly [string, string])[];
  readonly texts: readonly (readonly [string, string])[];
};
type Answered = { readonly messages: readonly (string | null)[]; readonly texts: readonly boolean[] };

/** What Python finds wrong with each message by the schema of its type; undefined for a right one. */
export function judgedByPython(folder: Folder, messages: readonly string[]): readonly (string | undefined)[] {
  const asked = messages.map((text) => [schemaFile(typeOf(JSON.parse(text))), text] as const);
  const names = new Set(asked.map(([name]) => name));
  // Of a type that nobody has published everything is wrong.
  const schemas = Object.fromEntries([...names].map((name) => [name, JSON.parse(folder[name] ?? 'false')]));
  return ask({ schemas, messages: asked, texts: [] }).messages.map((fault) => fault ?? undefined);
}

/** Whether Python finds each pattern in its text. */
export function foundByPython(texts: Asked['texts']): readonly boolean[] {
  return ask({ schemas: {}, messages: [], texts }).texts;
}

function ask(asked: Asked): Answered {
  const input = JSON.stringify(asked);
  const { stdout, stderr } = spawnSync(python() ?? '', [PROGRAM], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stdout === '') throw new TypeError(`Python has not answered: ${stderr}`);
  return JSON.parse(stdout);
}

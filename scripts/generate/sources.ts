import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { REFUSALS, type RefusalCode } from '../../domain/kernel/refusals.ts';

/** The declarations at the top level of one file, without comments, and where its imported names come from. */
type Source = {
  readonly declarations: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, string>;
};

export type Sources = ReadonlyMap<string, Source>;

/**
 * Which refusals a command can meet stands in its rule, not in its declaration, so it is read from the source text:
 * every code that is named in the declaration or in a function it reaches. This relies on how we write (declarations
 * begin in the first column, imports are named), which the formatter holds us to.
 */
export function refusalsOf(sources: Sources, command: string): readonly RefusalCode[] {
  const start = startOf(sources, command);
  const reached = new Set<string>();
  const codes = new Set<RefusalCode>();
  const open = start === undefined ? [] : [start];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (reached.has(`${place.path} ${place.name}`)) continue;
    reached.add(`${place.path} ${place.name}`);
    const text = sources.get(place.path)?.declarations.get(place.name) ?? '';
    for (const [, word = ''] of text.matchAll(/'([A-Z_]+)'/g)) if (isRefusal(word)) codes.add(word);
    open.push(...reachedFrom(sources, place.path, text));
  }
  return Object.keys(REFUSALS)
    .filter(isRefusal)
    .filter((code) => codes.has(code));
}

type Place = { readonly path: string; readonly name: string };

function startOf(sources: Sources, command: string): Place | undefined {
  for (const [path, { declarations }] of sources) {
    for (const [name, text] of declarations) if (text.includes(`name: '${command}'`)) return { path, name };
  }
  return undefined;
}

function reachedFrom(sources: Sources, path: string, text: string): readonly Place[] {
  const source = sources.get(path);
  const words = new Set(text.replace(/'[^'\n]*'/g, '').match(/[A-Za-z_]\w*/g));
  return [...words].flatMap((name) => {
    if (source?.declarations.has(name) === true) return [{ path, name }];
    const from = source?.imports.get(name);
    return from === undefined ? [] : [{ path: from, name }];
  });
}

export async function readSources(folders: readonly string[]): Promise<Sources> {
  const names = await Promise.all(folders.map(async (folder) => filesIn(folder)));
  const read = names
    .flat()
    .map(async (path) => [path, sourceOf(path, await readFile(path, 'utf8'))] as const);
  return new Map(await Promise.all(read));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .toSorted();
}

function sourceOf(path: string, text: string): Source {
  const plain = text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const parts = plain.split(/^(?=(?:export )?(?:async )?(?:function|const) )/m);
  const declarations = parts.flatMap((part) => {
    const name = /^(?:export )?(?:async )?(?:function|const) (\w+)/.exec(part)?.[1];
    return name === undefined ? [] : [[name, part] as const];
  });
  return { declarations: new Map(declarations), imports: new Map(importsIn(path, plain)) };
}

function importsIn(path: string, text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/^import \{([^}]*)\} from '(\.[^']+)'/gm)].flatMap(([, names = '', from = '']) => {
    const target = normalize(join(dirname(path), from));
    return (names.match(/[A-Za-z_]\w*/g) ?? []).map((name) => [name, target] as const);
  });
}

function isRefusal(word: string): word is RefusalCode {
  return Object.hasOwn(REFUSALS, word);
}

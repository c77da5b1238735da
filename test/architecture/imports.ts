import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of one file, as it stands in the text. */
export type Import = {
  readonly from: string;
  /** What stands in the quotes. */
  readonly specifier: string;
  /** The file meant, or undefined for a package. */
  readonly file?: string;
  /** Gone when the program runs: `import type`. */
  readonly isType: boolean;
};

const ROOMS = [
  'domain', 'schemas', 'hub', 'adapters', 'signing', 'worker', 'gateway', 'connector', 'prisma', 'scripts', 'test', 'bench',
] as const; // prettier-ignore

/** Every TypeScript file that people have written. */
export function sourceFiles(): readonly string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .map((name) => join(room, name))
      .filter((file) => file.endsWith('.ts') && !file.includes('/generated/') && !file.endsWith('.d.ts')),
  );
}

const STATEMENT = /(?:^|\n)[ \t]*(?:import|export)\s+(type\s)?(?:[^'"`;=()]*?\sfrom\s*)?(['"])([^'"\n]+)\2/g;
const CALL = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g;

export function importsOf(file: string): readonly Import[] {
  const text = withoutComments(readFileSync(file, 'utf8'));
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, , specifier = '']) => ({
      specifier,
      isType: type !== undefined,
    })),
    ...[...text.matchAll(CALL)].map(([, , specifier = '']) => ({ specifier, isType: false })),
  ].map(({ specifier, isType }) => ({
    from: file,
    specifier,
    isType,
    ...(specifier.startsWith('.') ? { file: normalize(join(dirname(file), specifier)) } : {}),
  }));
}

/** Good enough for our own code: comments begin a line, or stand after white space. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

export function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** `@scope/name` or `name`, whatever part of it is imported; `node:fs` as it is. */
export function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Tests, and what is there only for tests. */
export function isForTests(file: string): boolean {
  return file.endsWith('.test.ts') || /(^|\/)(testing|support)\//.test(file) || roomOf(file) === 'test';
}

export function isThere(file: string): boolean {
  return existsSync(file);
}

/** A circle of files that import one another when the program runs, if there is one. */
export function findCircle(
  files: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const next of edges.get(file) ?? []) {
      const circle = visit(next);
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of files) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findNodeAtLocation, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { TSchema, Static } from 'typebox';
import { Value } from 'typebox/value';

/** Something wrong in an area folder: the file, the line, the place in the file and what it means. */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly meaning: string;
};

/** A JSON file with its text, so that every place in it can be named by its line. */
export type Source<T> = { readonly file: string; readonly text: string; readonly value: T };

/** Reads one JSON file against its schema; problems are collected, not thrown, so that a writer sees all of them. */
export function readJson<S extends TSchema>(
  root: string,
  path: string,
  { schema, problems }: { readonly schema: S; readonly problems: Problem[] },
): Source<Static<S>> | undefined {
  const file = relative(root, path);
  if (!existsSync(path)) return missing(file, problems);
  const text = readFileSync(path, 'utf8');
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  if (errors.length > 0) {
    for (const { error, offset } of errors) {
      problems.push({
        file,
        line: lineAt(text, offset),
        path: '',
        meaning: `not JSON: ${printParseErrorCode(error)}`,
      });
    }
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (Value.Check(schema, value)) return { file, text, value };
  for (const error of Value.Errors(schema, value)) {
    problems.push(problemAt({ file, text, value }, error.instancePath, error.message));
  }
  return undefined;
}

function missing(file: string, problems: Problem[]): undefined {
  problems.push({ file, line: 1, path: '', meaning: 'the file is missing' });
}

/** A problem at a place of a file, named by RFC 6901 pointer. */
export function problemAt(source: Source<unknown>, path: string, meaning: string): Problem {
  const segments = path
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
  const keys = segments.map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
  const tree = parseTree(source.text);
  const node = tree === undefined ? undefined : nearest(tree, keys);
  return { file: source.file, line: lineAt(source.text, node?.offset ?? 0), path, meaning };
}

type Tree = NonNullable<ReturnType<typeof parseTree>>;

/** The node itself, or the one that should have held it. */
function nearest(tree: Tree, keys: readonly (string | number)[]): Tree | undefined {
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(tree, keys.slice(0, length));
    if (node !== undefined) return node;
  }
  return undefined;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Names of the folders in a folder, sorted; none when it does not exist. */
export function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** Languages for which there is a file of texts. */
export function languagesIn(path: string): readonly string[] {
  return filesIn(join(path, 'texts'));
}

/** Names of the JSON files in a folder, sorted; none when it does not exist. */
export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .toSorted();
}

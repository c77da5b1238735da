import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defined } from '../../domain/kernel/optional.ts';

/** The table of the handbook's rules and their tests: what it names is there, and no chapter with rules is left out. */

const FOLDER = 'docs/workflows';
const PAGE = readFileSync(join(FOLDER, 'request.md'), 'utf8');

/** Those of chapter 5 that say what has to be, and what chapter 9 says of requests. */
const CHAPTERS = [
  '5.1', '5.2.1', '5.2.1.1', '5.2.1.2', '5.2.2.1', '5.2.2.2', '5.2.2.3', '5.2.2.4', '5.3.1', '5.3.2', '5.3.2.1', '5.3.2.2', '5.3.2.3',
  '5.3.2.4', '5.3.3', '5.3.4.1', '5.3.4.2', '5.3.5', '5.3.5.1', '5.3.5.2', '5.3.5.3', '5.3.6', '5.3.6, 1', '5.3.6, 2', '5.3.6, 3',
  '5.3.6, 4', '5.3.7', '5.3.8', '5.3.9.1', '5.3.9.2', '5.3.9.3', '5.3.10', '7.1', '7.2', '7.3', '9.1.4', '9.1.4.1', '9.1.4.2', '9.3.1.1', '9.3.1.2', '9.4',
]; // prettier-ignore

type Named = { readonly file: string; readonly titles: readonly string[]; readonly line?: string };
type Row = { readonly chapter: string; readonly rule: string; readonly named: readonly Named[] };

/** Rows of three cells that begin with a chapter or a term. */
function rowsOf(page: string): readonly Row[] {
  return page.split('\n').flatMap((line) => {
    const [, chapter = '', rule = '', tests = '', ...rest] = line.split('|').map((cell) => cell.trim());
    if (rest.length !== 1 || !/^(\d|glossary: )/.test(chapter)) return [];
    return [{ chapter, rule, named: namedIn(tests) }];
  });
}

/** `[file](link) “group › title » line of its table”`, as often as there are tests. */
function namedIn(cell: string): readonly Named[] {
  return [...cell.matchAll(/\]\(([^)]+)\) “([^”]+)”/g)].map(([, link = '', path = '']) => {
    const [titles = '', line] = path.split(' » ');
    return { file: join(FOLDER, link), titles: titles.split(' › '), ...defined('line', line) };
  });
}

type Text = { readonly text: string; readonly isTitle: boolean };

/** The texts of a source in their order; a title is the first argument of a test or of a group, or of what `each` gives back. */
function textsIn(source: string): readonly Text[] {
  const found = source.matchAll(/(\b(?:test|it|describe)(?:\.\w+)*\(\s*|\)\(\s*)?'((?:\\.|[^'\\\n])*)'/g);
  return [...found].map(([, before, text = '']) => ({ isTitle: before !== undefined, text: text.replaceAll("\\'", "'") }));
} // prettier-ignore

/** Whether the titles follow one another, each below the one before, and the line stands in the file. */
function isThere({ titles, line }: Named, texts: readonly Text[]): boolean {
  let from = 0;
  for (const title of titles) {
    const place = texts.findIndex((one, index) => index >= from && one.isTitle && one.text === title);
    if (place === -1) return false;
    from = place + 1;
  }
  return line === undefined || texts.some(({ text }) => text === line);
}

function readTexts(file: string): readonly Text[] {
  return existsSync(file) ? textsIn(readFileSync(file, 'utf8')) : [];
}

const rows = rowsOf(PAGE);

describe('the table of the handbook', () => {
  test('has a row for every chapter that has rules', () => {
    const found = new Set(rows.map(({ chapter }) => chapter));
    expect(CHAPTERS.filter((chapter) => !found.has(chapter))).toEqual([]);
    const terms = [...found].filter((chapter) => !chapter.startsWith('glossary: '));
    expect(terms.filter((chapter) => !CHAPTERS.includes(chapter))).toEqual([]);
  });

  test('has no line that is not read as a row', () => {
    const lines = PAGE.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(lines.length - 2);
  });

  test.each(rows.map(({ chapter, rule, named }) => ({ chapter, rule, named })))(
    '$chapter: $rule',
    ({ named }) => {
      expect(named.length).toBeGreaterThan(0);
      const missing = named.filter((one) => !isThere(one, readTexts(one.file)));
      expect(missing).toEqual([]);
    },
  );
});

describe('a test is found', () => {
  const SOURCE = `
describe('a house', () => {
  test('has a door', () => {});
  test.each([['a window', 1]])('has %s', () => {});
});
test.skipIf(isEmpty())(
  'it is the owner\\'s',
  () => { expect('a cellar').toBe('a cellar'); },
);
`;
  const texts = textsIn(SOURCE);

  test.each<readonly [Omit<Named, 'file'>, boolean]>([
    [{ titles: ['a house', 'has a door'] }, true],
    [{ titles: ['has %s'], line: 'a window' }, true],
    [{ titles: ["it is the owner's"] }, true],
    [{ titles: ['has a door', 'a house'] }, false],
    [{ titles: ['a cellar'] }, false],
    [{ titles: ['has %s'], line: 'a roof' }, false],
    [{ titles: ['has a doo'] }, false],
  ])('%j: %s', (named, found) => {
    expect(isThere({ file: '', ...named }, texts)).toBe(found);
  });
});

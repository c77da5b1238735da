import { textIn, type Language, type Run, type Texts } from '../kernel/language.ts';

/** The code lists of an area by name, each code with its words: those of its folder, and its keywords as `keywords`. */
export type CodeLists = ReadonlyMap<string, ReadonlyMap<string, Texts>>;

/**
 * Divisions of NACE Rev. 2 (Regulation (EC) No 1893/2006, annex I) as ranges; between them are gaps.
 */
const NACE_DIVISIONS = [
  [1, 3], [5, 9], [10, 33], [35, 39], [41, 43], [45, 47], [49, 53], [55, 56], [58, 63], [64, 66], [68, 75], [77, 82],
  [84, 88], [90, 99],
] as const; // prettier-ignore

/** A section, or a division with or without group and class: `M`, `86`, `86.2`, `86.21`. */
function isNace(code: string): boolean {
  if (/^[A-U]$/.test(code)) return true;
  const division = Number(/^(\d{2})(\.[1-9]\d?)?$/.exec(code)?.[1] ?? 0);
  return NACE_DIVISIONS.some(([from, to]) => from <= division && division <= to);
}

/** Lists that are known by how their codes are written. They have no words here: the code is what people write. */
const NOTATIONS: ReadonlyMap<string, (code: string) => boolean> = new Map([['nace', isNace]]);

export function isList(lists: CodeLists, list: string): boolean {
  return lists.has(list) || NOTATIONS.has(list);
}

export function hasCode(lists: CodeLists, list: string, code: string): boolean {
  return lists.get(list)?.has(code) ?? NOTATIONS.get(list)?.(code) ?? false;
}

/** The words of a code; nothing where the list has no words at all, for then a code is what people write. */
export function codeIn(
  { lists, language }: { readonly lists: CodeLists; readonly language: Language },
  { list, code }: { readonly list: string; readonly code: string },
): Run | undefined {
  const words = lists.get(list);
  return words && textIn(words.get(code) ?? {}, language, code);
}

import type { Element, Marks } from '../pdf/structure.ts';
import type { PdfFile } from '../pdf/file.ts';
import { reference, textString } from '../pdf/values.ts';

export type Bookmark = { readonly title: string; readonly heading: Element };

/** Bookmarks of the sections, which PDF/UA recommends for finding one's way in a long document (ISO 14289-1, 7.17). */
export function writeOutline(
  file: PdfFile,
  bookmarks: readonly Bookmark[],
  shown: Shown,
): string | undefined {
  if (bookmarks.length === 0) return undefined;
  const root = file.reserve();
  const numbers = bookmarks.map(() => file.reserve());
  for (const [index, { title, heading }] of bookmarks.entries()) {
    const mark = shown.marks.ofElement.get(heading)?.[0];
    const destination = mark && [shown.pages[mark.page] ?? null, '/XYZ', null, mark.top + 12, null];
    file.put(numbers[index] ?? 0, {
      Title: textString(title),
      Parent: reference(root),
      Prev: neighbour(numbers, index - 1),
      Next: neighbour(numbers, index + 1),
      Dest: destination,
    });
  }
  return file.put(root, {
    Type: '/Outlines',
    First: neighbour(numbers, 0),
    Last: neighbour(numbers, numbers.length - 1),
    Count: numbers.length,
  });
}

type Shown = { readonly marks: Marks; readonly pages: readonly string[] };

function neighbour(numbers: readonly number[], index: number): string | undefined {
  const number = numbers[index];
  return number === undefined ? undefined : reference(number);
}

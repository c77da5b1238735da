import { encode } from 'uqr';
import type { Code } from '../../domain/reports/model.ts';
import type { Element } from '../pdf/structure.ts';

/** A square drawing: bars in the unit of one module, from its upper left corner. */
export type Figure = {
  readonly element: Element;
  readonly x: number;
  readonly side: number;
  /** Modules along a side. */
  readonly modules: number;
  readonly bars: readonly Bar[];
};

type Bar = { readonly x: number; readonly y: number; readonly width: number };

/** Blank modules round the code, without which readers do not find it (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** A QR code of level M, drawn as horizontal bars: sharp at every size, and small in the file. */
export function layCode(
  { content, alternative }: Code,
  place: { readonly x: number; readonly side: number },
): Figure {
  const { data, size } = encode(content, { ecc: 'M', border: QUIET });
  return {
    ...place,
    element: { role: 'Figure', language: alternative.language, alternative: alternative.text, children: [] },
    modules: size,
    bars: data.flatMap((row, y) => barsOf(row).map((bar) => ({ ...bar, y }))),
  };
}

function barsOf(row: readonly boolean[]): readonly Omit<Bar, 'y'>[] {
  const starts = row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [x] : []));
  return starts.map((x) => {
    const end = row.indexOf(false, x);
    return { x, width: (end < 0 ? row.length : end) - x };
  });
}

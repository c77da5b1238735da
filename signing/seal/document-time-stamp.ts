import { fieldsOf, formOf } from '../pdf/catalog.ts';
import { baseOf, nextNumber } from '../pdf/increment.ts';
import type { Base } from '../pdf/increment.ts';
import { coveredDigest, fillIn, placeholder, prepare } from '../pdf/placeholder.ts';
import type { Prepared } from '../pdf/placeholder.ts';
import { openPdf } from '../pdf/read.ts';
import { reference, textString } from '../pdf/values.ts';
import type { TimeStamper } from '../timestamp/stamper.ts';

/** A token with a chain of four certificates takes some 6 KB. */
const ROOM = 8 * 1024;

/**
 * Appends a document time stamp over the whole file (EN 319 142-1, 5.4.3). Its field is on no page and has no appearance,
 * so that pages, their tags and their annotations stay as they are.
 */
export async function appendTimeStamp(pdf: Uint8Array, tsa: TimeStamper): Promise<Uint8Array> {
  const prepared = prepareTimeStamp(baseOf(pdf, openPdf(pdf)));
  return Buffer.concat([pdf, fillIn(prepared, await tsa.stamp(coveredDigest(prepared)))]);
}

/** The increment that it makes of this file, but for the token: nothing is left to choose. */
export function prepareTimeStamp(base: Base): Prepared {
  const { number, dictionary: form } = formOf(base.reader);
  const fields = fieldsOf(base.reader);
  const field = nextNumber(base.reader);
  const stamp = field + 1;
  const title = `TimeStamp${fields.length}`;
  return prepare(base, [
    { number, value: { ...form, Fields: [...fields, reference(field)] } },
    {
      number: field,
      value: { FT: '/Sig', T: textString(title), TU: textString('RFC 3161'), V: reference(stamp) },
    },
    {
      number: stamp,
      value: {
        Type: '/DocTimeStamp',
        Filter: '/Adobe.PPKLite',
        SubFilter: '/ETSI.RFC3161',
        ...placeholder(ROOM),
      },
    },
  ]);
}

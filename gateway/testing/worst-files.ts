import { randomBytes } from 'node:crypto';
import { context, nothing, oid, sequence } from '../../signing/asn1/der.ts';
import { OID } from '../../signing/asn1/oids.ts';
import { CONTAINER_TYPE, MANIFEST, SIGNATURE } from '../../signing/asic/names.ts';
import { streamedZip } from '../../signing/testing/streamed-zip.ts';

const MIB = 1024 * 1024;
const LARGEST = 10 * MIB;

type Worst = { readonly name: string; readonly make: () => Buffer };

/** One file of each kind that makes a careless reader work, or grow, out of all proportion to its size. */
export function worstFiles(): readonly Worst[] {
  return [
    { name: 'blanks before a message', make: () => filled('{', ' ', '}') },
    { name: 'blanks in a PDF', make: () => filled('%PDF-1.7\n', ' ', '\nstartxref\n0\n%%EOF\n') },
    {
      name: 'a PDF of nothing but cross-reference tables',
      make: () => filled('%PDF-1.7\n', tables(), '%%EOF\n'),
    },
    {
      name: 'a PDF of nothing but objects',
      make: () => filled('%PDF-1.7\n', '1 0 obj<<>>endobj\n', '%%EOF\n'),
    },
    { name: 'brackets that never close', make: () => filled('{"data":', '[', '') },
    { name: 'a message of a million members', make: () => filled('{"data":[', '{},', '0]}') },
    { name: 'elements that never close', make: () => filled('', '<a>', '') },
    { name: 'an element of a million attributes', make: () => filled('<a', ' a=""', '/>') },
    { name: 'references to one character', make: () => filled('<a>', '&#65;', '</a>') },
    { name: 'a manifest of many levels', make: () => container(manifest('<a>'.repeat(300_000))) },
    { name: 'a manifest of many elements', make: () => container(manifest('<a/>'.repeat(250_000))) },
    { name: 'a signature of a million values', make: () => container(manifest(''), cmsOfNothings()) },
    { name: 'files that fill the memory', make: () => container(manifest(''), undefined, fillers()) },
    { name: 'a thousand small files', make: () => container(manifest(''), undefined, crowd(998)) },
  ];
}

function filled(start: string, piece: string, end: string): Buffer {
  const room = LARGEST - start.length - end.length;
  return Buffer.from(start + piece.repeat(Math.floor(room / piece.length)) + end, 'latin1');
}

function tables(): string {
  return 'xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n';
}

function manifest(inside: string): Buffer {
  return Buffer.from(`<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#">${inside}</ASiCManifest>`);
}

function container(
  list: Buffer,
  signature: Uint8Array = Buffer.from('x'),
  more: readonly Packed[] = [],
): Buffer {
  return streamedZip([
    { name: 'mimetype', bytes: Buffer.from(CONTAINER_TYPE) },
    { name: MANIFEST, bytes: list },
    { name: SIGNATURE, bytes: signature },
    ...more,
  ]);
}

type Packed = { readonly name: string; readonly bytes: Uint8Array };

function cmsOfNothings(): Buffer {
  return sequence(oid(OID.signedData), context(0, Buffer.alloc(2 * MIB - 100, nothing())));
}

/** Unpacked just below what is read, and of a ratio that is still allowed. */
function fillers(): readonly Packed[] {
  const bytes = Buffer.concat([randomBytes(48 * 1024), Buffer.alloc(4 * MIB - 48 * 1024)]);
  return Array.from({ length: 31 }, (_, number) => ({ name: `filler${number}`, bytes }));
}

function crowd(count: number): readonly Packed[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `small${number}.txt`,
    bytes: Buffer.from('x'),
  }));
}

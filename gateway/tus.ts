import Type from 'typebox';
import { LARGEST_DOCUMENT } from '../domain/exchange/content.ts';
import type { Checksum } from '../hub/documents/receive.ts';
import type { Upload } from '../hub/ports/documents.ts';

/** Words of tus 1.0.0 (https://tus.io/protocols/resumable-upload), the standard by which large documents come. */

export const TUS_VERSION = '1.0.0';

export const ABLE = {
  'tus-version': TUS_VERSION,
  'tus-extension': 'creation,expiration,checksum,termination',
  'tus-checksum-algorithm': 'sha256,sha1',
};

const Resumable = Type.Optional(Type.String({ description: 'Always 1.0.0.' }));
const bytes = { maximum: LARGEST_DOCUMENT };

export const Creation = Type.Object({
  'tus-resumable': Resumable,
  'upload-length': Type.Integer({ minimum: 1, ...bytes, description: 'Bytes of the whole document.' }),
  'upload-metadata': Type.String({
    maxLength: 1000,
    description:
      '`authority`, `mediaType` and `sha256` (hexadecimal, in lower case) of the document, each with its value in base64, with commas between.',
  }),
});

export const Patching = Type.Object({
  'tus-resumable': Resumable,
  'upload-offset': Type.Integer({ minimum: 0, ...bytes, description: 'Where the bytes belong.' }),
  'upload-checksum': Type.Optional(
    Type.String({
      pattern: '^(sha1|sha256) [A-Za-z0-9+/]{27,43}=$',
      description: 'Of these bytes: the algorithm, a blank, the digest in base64.',
    }),
  ),
});

/** What a sender says of the document, besides its size. */
export type Metadata = { readonly authority: string; readonly mediaType: string; readonly sha256: string };

const NAMES = ['authority', 'mediaType', 'sha256'] as const;

const MUST = {
  authority: { be: 'the id of the authority', fits: /./ },
  mediaType: { be: 'the type of the document, such as application/pdf', fits: /./ },
  sha256: { be: '64 hexadecimal digits in lower case', fits: /^[0-9a-f]{64}$/ },
} as const;

/** Or what is wrong with it: a name is missing, stands twice, or its value is none. */
export function metadataIn(header: string): Metadata | { readonly problem: string } {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '));
  const valueOf = (name: string) => {
    const found = pairs.filter(([key]) => key === name);
    const [, value = ''] = found.length === 1 ? (found[0] ?? []) : [];
    return Buffer.from(value, 'base64').toString();
  };
  const said = {
    authority: valueOf('authority'),
    mediaType: valueOf('mediaType'),
    sha256: valueOf('sha256'),
  };
  const wrong = NAMES.find((name) => !MUST[name].fits.test(said[name]));
  return wrong === undefined
    ? said
    : { problem: `the header upload-metadata must say ${wrong} once, in base64: ${MUST[wrong].be}` };
}

export function metadataOf(upload: Metadata): string {
  return NAMES.map((name) => `${name} ${Buffer.from(upload[name]).toString('base64')}`).join(',');
}

export function checksumIn(header: string | undefined): Checksum | undefined {
  const [algorithm = '', value = ''] = (header ?? '').split(' ');
  return algorithm === 'sha1' || algorithm === 'sha256' ? { algorithm, value } : undefined;
}

/** Where an upload stands. One that a case has claimed no longer ends by itself. */
export function standingOf({ received, expiresAt, caseNumber }: Upload) {
  const end = caseNumber === undefined ? { 'upload-expires': new Date(expiresAt).toUTCString() } : {};
  return { 'upload-offset': String(received), ...end };
}

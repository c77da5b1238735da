const text = (description: string) => ({ description, schema: { type: 'string' } });
const count = (description: string) => ({ description, schema: { type: 'integer', minimum: 0 } });

/** Headers of answers that a client goes by. */
export const HEADERS = {
  'Tus-Resumable': text('The version of tus that is spoken: 1.0.0.'),
  'Tus-Version': text('Versions of tus that are spoken.'),
  'Tus-Extension': text('Extensions of tus that are spoken.'),
  'Tus-Checksum-Algorithm': text('Algorithms that a checksum may have.'),
  'Tus-Max-Size': count('Bytes of the largest document that any area takes.'),
  Location: text('Address of the upload.'),
  'Upload-Offset': count('How many bytes have come: where to go on.'),
  'Upload-Length': count('Bytes of the whole document.'),
  'Upload-Metadata': text('As it was given.'),
  'Upload-Expires': text(
    'When the upload ends if no message claims it (RFC 9110, 5.6.7); absent once a case has it.',
  ),
  ETag: text('SHA-256 of the bytes, hexadecimal, in quotes.'),
  'Repr-Digest': text('SHA-256 of the whole document (RFC 9530).'),
  'Accept-Ranges': text('`bytes`.'),
  'Content-Range': text('Which bytes these are, of how many; at 416, of how many alone.'),
  'Content-Disposition': text('The name that the file has (RFC 6266); a stranger may have given it.'),
  'Content-Length': count('Bytes.'),
  'Retry-After': count('Seconds after which to ask again.'),
  Allow: text('What is possible at this address.'),
} as const;

export type HeaderName = keyof typeof HEADERS;

const DIGESTS = ['ETag', 'Repr-Digest', 'Accept-Ranges'] as const;
const STANDING = ['Tus-Resumable', 'Upload-Offset', 'Upload-Expires'] as const;

/** Which answers have them: by operation, then by status. */
export const ANSWER_HEADERS: Readonly<Record<string, Readonly<Record<string, readonly HeaderName[]>>>> = {
  describeUploads: {
    204: ['Tus-Resumable', 'Tus-Version', 'Tus-Extension', 'Tus-Checksum-Algorithm', 'Tus-Max-Size'],
  },
  createUpload: { 201: [...STANDING, 'Location'] },
  askUpload: { 200: [...STANDING, 'Upload-Length', 'Upload-Metadata'] },
  continueUpload: { 204: [...STANDING] },
  readUpload: { 200: ['Tus-Resumable'] },
  endUpload: { 204: ['Tus-Resumable'] },
  fetchDocument: {
    200: [...DIGESTS, 'Content-Length', 'Content-Disposition'],
    206: [...DIGESTS, 'Content-Length', 'Content-Disposition', 'Content-Range'],
    304: [...DIGESTS],
  },
  askDocument: { 200: [...DIGESTS, 'Content-Length'], 304: [...DIGESTS] },
  fetchReport: { 200: ['ETag', 'Content-Disposition'], 202: ['Retry-After'], 304: ['ETag'] },
  submitMessage: { 503: ['Retry-After'] },
};

/** Operations that are refused where a request does not say that it speaks tus. */
export const SPEAKS_TUS: ReadonlySet<string> = new Set([
  'createUpload',
  'askUpload',
  'continueUpload',
  'endUpload',
]);

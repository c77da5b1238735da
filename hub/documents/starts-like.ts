/** First bytes of the file formats that areas admit; a type that is not listed is not looked into. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['255044462d'],
  'image/png': ['89504e470d0a1a0a'],
  'image/jpeg': ['ffd8ff'],
  'image/tiff': ['49492a00', '4d4d002a'],
};

/** Whether bytes begin as files of the type do. */
export function startsLike(bytes: Uint8Array, mediaType: string): boolean {
  const known = SIGNATURES[mediaType];
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return known === undefined || known.some((signature) => head.startsWith(signature));
}

import type { Verification } from '../../hub/verification.ts';

/** A dossier as anybody can have it verified, without account. */
export async function verifiedAt(httpUrl: string, file: Uint8Array): Promise<Verification> {
  const answer = await fetch(new URL('/verify?level=B-LTA', httpUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.etsi.asic-e+zip' },
    body: Buffer.from(file),
  });
  const found: Verification = JSON.parse(await answer.text());
  return found;
}

import { append, IMPORT_DIRECTORY } from '../../hub/evidence/record.ts';
import type { ChainHead } from '../../hub/ports/records.ts';
import type { Codec } from '../../hub/ports/messages.ts';
import { canonicalOf, digestOf } from '../codecs/canonical.ts';
import type { Macs } from './macs.ts';
import { fitsRecord } from './write-evidence.ts';

/** What is testified of a directory that was published: its version, and the digest of all that it says. */
export type Published = { readonly version: number; readonly digest: string };

export function directoryRecord(
  codec: Pick<Codec, 'canonical' | 'digest'>,
  before: ChainHead,
  { version, digest, at }: Published & { readonly at: string },
) {
  const more = { command: IMPORT_DIRECTORY, directory: version, digest };
  return append(codec, before, { event: 'HubAction', at, more });
}

type Row = {
  readonly chain: string;
  readonly seq: number;
  readonly case_seq: number;
  readonly prev: Uint8Array;
  readonly body: string;
  readonly mac: Uint8Array;
};

/** What such a record says; nothing where the hub has not written it. */
export function publishedIn(
  macs: Macs,
  { chain, seq, case_seq: caseSeq, prev, body, mac }: Row,
): Published | undefined {
  const link = { chain, seq, prev: Buffer.from(prev).toString('hex'), content: digestOf(body) };
  const hash = digestOf(canonicalOf(link));
  if (!fitsRecord(macs, mac, { chain, seq, caseSeq, hash })) return undefined;
  const { directory: version, digest }: { readonly directory: number; readonly digest: string } =
    JSON.parse(body);
  return { version, digest };
}

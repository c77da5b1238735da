import { unsound } from '../alarm.ts';
import { seenBy, type Readers } from '../case/look.ts';
import type { Hub } from '../hub.ts';
import type { Pieces } from '../ports/documents.ts';

/** A document of a case as it is fetched. */
export type Fetched = {
  /** Which of the reader's sees it. */
  readonly authority: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly name: string;
  /** Its bytes from one on. */
  bytes(from: number): Pieces;
};

type SeenDocument = {
  readonly id: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256?: string;
  readonly name?: string;
  readonly uploaded?: boolean;
};

/** A document by its case and its id there, for whom one of whose authorities sees the case in full; the view alone decides. */
export async function fetchDocument(
  hub: Hub,
  reader: Readers,
  wanted: { readonly caseNumber: string; readonly id: string },
): Promise<Fetched | undefined> {
  const { caseNumber } = wanted;
  const found = await documentSeen(hub, reader, wanted);
  if (found?.sha256 === undefined) return undefined;
  const { authority, mediaType, size, sha256, name = wanted.id } = found;
  const bytes = await (found.uploaded === true ? uploaded : inline)(hub, caseNumber, sha256);
  if (bytes !== undefined) return { authority, mediaType, size, sha256, name, bytes };
  // With the case its documents go, and nobody is to be alarmed; otherwise somebody has taken one away.
  if ((await documentSeen(hub, reader, wanted)) === undefined) return undefined;
  throw unsound(hub.alarm, { table: 'case_attachment', case: caseNumber });
}

async function documentSeen(
  hub: Hub,
  reader: Readers,
  { caseNumber, id }: { readonly caseNumber: string; readonly id: string },
): Promise<(SeenDocument & { readonly authority: string }) | undefined> {
  const { views = [] } = (await seenBy(hub, reader, caseNumber)) ?? {};
  return views
    .flatMap(({ authority, view }) => attachmentsIn(view).map((one) => ({ ...one, authority })))
    .find((one) => one.id === id && one.sha256 !== undefined);
}

/** Every workflow shows documents as `attachmentView` of the exchange says. */
function attachmentsIn(view: object): readonly SeenDocument[] {
  return 'attachments' in view && Array.isArray(view.attachments) ? view.attachments : [];
}

async function uploaded({ store }: Hub, caseNumber: string, sha256: string) {
  const upload = await store.documentIn(caseNumber, sha256);
  return upload && ((from: number) => store.uploaded(upload.id, from));
}

async function inline({ store }: Hub, caseNumber: string, sha256: string) {
  const bytes = (await store.blobs(caseNumber, [sha256])).get(sha256);
  return bytes && ((from: number) => once(bytes.subarray(from)));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

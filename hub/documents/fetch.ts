import type { NationalSystem } from '../../domain/directory/authority.ts';
import { unsound } from '../alarm.ts';
import { caseFrom } from '../case/case-now.ts';
import { worldOf } from '../case/law.ts';
import type { Hub } from '../hub.ts';
import type { Pieces } from '../ports/documents.ts';

/** A document of a case as it is fetched. */
export type Fetched = {
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly name: string;
  /** Its bytes from one on. */
  bytes(from: number): Pieces;
};

type Seen = {
  readonly id: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256?: string;
  readonly name?: string;
  readonly uploaded?: boolean;
};

/** A document by its case and its id there, for a system one of whose authorities sees the case in full; the view alone decides. */
export async function fetchDocument(
  hub: Hub,
  system: NationalSystem,
  wanted: { readonly caseNumber: string; readonly id: string },
): Promise<Fetched | undefined> {
  const { caseNumber, id } = wanted;
  const seen = await seenBy(hub, system, caseNumber);
  const found = seen.find((one) => one.id === id && one.sha256 !== undefined);
  if (found?.sha256 === undefined) return undefined;
  const { mediaType, size, sha256, name = id } = found;
  const bytes = await (found.uploaded === true ? uploaded : inline)(hub, caseNumber, sha256);
  if (bytes === undefined) throw unsound(hub.alarm, { table: 'case_attachment', case: caseNumber });
  return { mediaType, size, sha256, name, bytes };
}

async function seenBy(hub: Hub, system: NationalSystem, caseNumber: string): Promise<readonly Seen[]> {
  const record = await hub.store.caseAt(caseNumber);
  const workflow = hub.catalogue.workflows.get(record?.workflow ?? '');
  const world = record && workflow && worldOf(hub, workflow, record.area);
  if (record === undefined || workflow === undefined || world === undefined) return [];
  const { state } = caseFrom(workflow, record);
  return system.authorities.flatMap((authority) => {
    const { roles, language } = system;
    return attachmentsIn(workflow.view(state, { authority, roles, language }, world));
  });
}

/** Every workflow shows documents as `attachmentView` of the exchange says. */
function attachmentsIn(view: object | undefined): readonly Seen[] {
  return view !== undefined && 'attachments' in view && Array.isArray(view.attachments)
    ? view.attachments
    : [];
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

import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { Upload } from '../ports/documents.ts';
import type { Admission, Admitted } from './admit.ts';
import type { Claim } from './detach.ts';
import { keyOfSender } from './sender.ts';

/** Ids of what the messages of a batch claim, in order: as they are locked. */
export function claimedBy(admissions: readonly Admission[]): readonly string[] {
  const claims = admissions.flatMap((one) => (one.kind === 'admitted' ? one.data.claims : []));
  return [...new Set(claims.map(({ id }) => id))].toSorted();
}

/**
 * What is wrong with what a message claims for its case. Of an upload that is not its sender's own nothing is told, not even
 * that there is one.
 */
export function claimFaults(
  { sender, message, data }: Pick<Admitted, 'sender' | 'message' | 'data'>,
  caseNumber: string,
  uploads: ReadonlyMap<string, Upload>,
): readonly Fault[] {
  return data.claims.flatMap((claim) => {
    const upload = uploads.get(claim.id);
    const isOwn = upload?.owner === keyOfSender(sender) && upload.authority === message.authority;
    if (upload === undefined || !isOwn) return [fault('UPLOAD_UNKNOWN', `${claim.path}/id`)];
    return differences(upload, claim) ?? standing(upload, claim, caseNumber);
  });
}

function differences(upload: Upload, claim: Claim): readonly Fault[] | undefined {
  const member = (['sha256', 'size', 'mediaType'] as const).find((name) => upload[name] !== claim[name]);
  if (member === undefined) return undefined;
  const path = member === 'mediaType' ? claim.path.replace(/upload$/, member) : `${claim.path}/${member}`;
  return [fault('UPLOAD_DIFFERS', path, { member })];
}

/** One that the same case has claimed before, for a draft perhaps, is there already. */
function standing(upload: Upload, { path }: Claim, caseNumber: string): readonly Fault[] {
  const { state, caseNumber: claimed = caseNumber, received, size, mediaType } = upload;
  if (claimed !== caseNumber) return [fault('UPLOAD_CLAIMED', `${path}/id`)];
  if (state === 'ready') return [];
  if (state === 'refused')
    return [fault(upload.trouble ?? 'UPLOAD_DIFFERS', path, { mediaType, member: 'sha256' })];
  return state === 'checking'
    ? [fault('UPLOAD_CHECKING', `${path}/id`)]
    : [fault('UPLOAD_INCOMPLETE', `${path}/id`, { received: String(received), size: String(size) })];
}

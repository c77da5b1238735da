import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Scanned } from '../ports/documents.ts';
import { rejected, type Admission, type Admitted } from './admit.ts';

type Scanning = Pick<Hub, 'scanner'>;

/** Has the documents inside of messages scanned before anything is decided, on no connection of the database. */
export function scanInline(hub: Scanning, admissions: readonly Admission[]): Promise<readonly Admission[]> {
  return Promise.all(admissions.map((admission) => scanned(hub, admission)));
}

/** Whether there is something in it that the scanner has yet to see. */
export function isToScan({ scanner }: Scanning, admission: Admission): admission is Admitted {
  if (scanner === undefined || admission.kind === 'rejected') return false;
  return admission.isScanned !== true && admission.data.blobs.length > 0;
}

/**
 * One message as it is once the scanner has seen its documents. While that is away it is nobody's fault but ours: `SCANNER_UNAVAILABLE`
 * passes, and whoever has the message tries again, apart from all others.
 */
export async function scanned(hub: Scanning, admission: Admission): Promise<Admission> {
  if (!isToScan(hub, admission)) return admission;
  const found: Scanned[] = [];
  for (const { bytes, mediaType } of admission.data.blobs)
    found.push((await hub.scanner?.scan(once(bytes), { mediaType, size: bytes.length })) ?? 'clean');
  const [first, ...others] = admission.data.blobs
    .filter((_, index) => found[index] === 'found')
    .map(({ path }) => fault('ATTACHMENT_INFECTED', path));
  if (first !== undefined) return refused(admission, [first, ...others]);
  if (found.includes('unavailable')) throw hubFault('SCANNER_UNAVAILABLE', 'the scanner does not answer');
  return { ...admission, isScanned: true };
}

/** Of whose documents the scanner can say nothing, though it does of others. */
export function refuseUnscanned(admission: Admission): Admission {
  if (admission.kind === 'rejected') return admission;
  const [first, ...others] = admission.data.blobs.map(({ path }) => fault('ATTACHMENT_UNSCANNED', path));
  return first === undefined ? admission : refused(admission, [first, ...others]);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function refused(admission: Admitted, faults: readonly [Fault, ...Fault[]]): Admission {
  const { kind: _kind, actor: _actor, canonical: _canonical, entry: _entry, data: _data, isScanned: _, message, ...sent } = admission;
  return rejected({ ...sent, id: message.id, faults }, admission.digest);
} // prettier-ignore

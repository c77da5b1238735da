import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Scanner } from '../ports/documents.ts';
import { rejected, type Admission, type Admitted } from './admit.ts';

/**
 * Has the documents inside of messages scanned before anything is decided, on no connection of the database. While the
 * scanner is away they wait, as they would for the database; messages without documents are not held up by it.
 */
export async function scanInline(
  { scanner }: Pick<Hub, 'scanner'>,
  admissions: readonly Admission[],
): Promise<readonly Admission[]> {
  if (scanner === undefined) return admissions;
  return Promise.all(
    admissions.map(async (admission) => {
      if (admission.kind === 'rejected' || admission.data.blobs.length === 0) return admission;
      const [first, ...others] = await infected(scanner, admission);
      return first === undefined ? admission : refused(admission, [first, ...others]);
    }),
  );
}

async function infected(scanner: Scanner, { data, message }: Admitted): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { bytes, mediaType, path } of data.blobs) {
    const found = await scanner.scan(once(bytes), { mediaType, size: bytes.length });
    if (found === 'unavailable')
      throw hubFault('SCANNER_WAITS', 'a document cannot be scanned now', { message: message.id });
    if (found === 'found') faults.push(fault('ATTACHMENT_INFECTED', path));
  }
  return faults;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function refused(admission: Admitted, faults: readonly [Fault, ...Fault[]]): Admission {
  const { kind: _kind, actor: _actor, canonical: _canonical, entry: _entry, data: _data, message, ...sent } = admission;
  return rejected({ ...sent, id: message.id, faults }, admission.digest);
} // prettier-ignore

import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { Hub } from '../hub.ts';
import type { Scanner } from '../ports/documents.ts';
import { rejected, type Admission, type Admitted } from './admit.ts';

/**
 * Has the documents inside of messages scanned before anything is decided, on no connection of the database. While the
 * scanner is away they are refused and not kept waiting: beside a few that wait, everybody else's messages would.
 */
export async function scanInline(
  { scanner, log }: Pick<Hub, 'scanner' | 'log'>,
  admissions: readonly Admission[],
): Promise<readonly Admission[]> {
  if (scanner === undefined) return admissions;
  return Promise.all(
    admissions.map(async (admission) => {
      if (admission.kind === 'rejected' || admission.data.blobs.length === 0) return admission;
      const [first, ...others] = await troubles(scanner, admission);
      if (first === undefined) return admission;
      if (first.code === 'ATTACHMENT_UNSCANNED')
        log.warn({}, 'the scanner does not answer; a message is refused');
      return refused(admission, [first, ...others]);
    }),
  );
}

async function troubles(scanner: Scanner, { data }: Admitted): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { bytes, mediaType, path } of data.blobs) {
    const found = await scanner.scan(once(bytes), { mediaType, size: bytes.length });
    if (found === 'found') faults.push(fault('ATTACHMENT_INFECTED', path));
    if (found === 'unavailable') faults.push(fault('ATTACHMENT_UNSCANNED', path));
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

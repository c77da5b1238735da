import { fault, refuse, type Refusal } from '../domain/kernel/refusals.ts';
import { isRefusal, machineActor, type Circumstances } from '../domain/kernel/workflow.ts';
import type { Receipt } from '../schemas/receipt.ts';
import type { Admission, Admitted, Rejected } from './admit.ts';
import { answer, idOf, keyApart, keyOfConflict, receiptOf, routeView } from './answer.ts';
import { openBench, type Bench } from './bench.ts';
import { advance, openCase, type Advance, type CaseNow } from './case-now.ts';
import { effect } from './effect.ts';
import { receiptDigest } from './evidence/receipt-digest.ts';
import { chainOfSystem } from './evidence/record.ts';
import type { Hub } from './hub.ts';
import { originalOf } from './original.ts';
import type { Outcome } from './outcome.ts';
import { keyOfMessage, type Loaded, type SeenMessage, type Unit } from './ports.ts';
import { reject } from './reject.ts';

/** Step 5 for a whole batch, one message after the other. */
export async function decideAll(
  hub: Hub,
  { loaded, unit }: { readonly loaded: Loaded; readonly unit: Pick<Unit, 'heads'> },
  admissions: readonly Admission[],
): Promise<readonly Outcome[]> {
  const bench = openBench(loaded, { admissions, unit });
  const outcomes: Outcome[] = [];
  for (const admission of admissions) {
    const outcome = await decideOne(hub, bench, admission);
    outcomes.push(outcome);
    for (const { system, id, digest, receiptId, receipt, caseNumber } of outcome.changes.messages ?? []) {
      bench.seen.set(keyOfMessage({ system, id }), {
        digest,
        receiptId,
        receipt,
        ...(caseNumber === undefined ? {} : { caseNumber }),
      });
    }
  }
  return outcomes;
}

async function decideOne(hub: Hub, bench: Bench, admission: Admission): Promise<Outcome> {
  const id = idOf(admission);
  const { system } = admission.submission;
  const apart = keyApart(admission);
  const refused = apart === undefined ? undefined : bench.seen.get(keyOfMessage({ system, id: apart }));
  if (apart !== undefined && refused !== undefined)
    return repeat({ ...asRejected(admission), id: apart }, refused);
  const seen = bench.seen.get(keyOfMessage({ system, id }));
  if (seen !== undefined && isRepeat(admission, seen)) return repeat(admission, seen);
  if (seen !== undefined) return conflict(hub, bench, admission);
  if (admission.kind === 'rejected')
    return reject(hub, bench, { admission, id: apart ?? id, faults: admission.faults });
  const result = run(hub, bench, admission);
  return isRefusal(result)
    ? reject(hub, bench, { admission, id, faults: result.refused })
    : accepted(hub, bench, { admission, result });
}

/** Of a message that has been erased only the id is left: whatever comes under it again is taken for the same. */
function isRepeat({ digest }: Admission, seen: SeenMessage): boolean {
  return seen.digest === undefined || seen.digest === digest;
}

/** The same message again gets the same receipt, under the same delivery id. */
function repeat(admission: Admission, seen: SeenMessage): Outcome {
  const { system } = admission.submission;
  const about = { messageId: idOf(admission) };
  // It bears the time of the first one, and belongs to the same chain.
  const { receivedAt, evidence }: Pick<Receipt, 'receivedAt' | 'evidence'> = JSON.parse(seen.receipt);
  const outgoing = {
    id: seen.receiptId,
    system,
    type: 'receipt',
    createdAt: receivedAt,
    duplicate: true,
    chain: evidence?.chain ?? chainOfSystem(system),
    about,
  };
  return {
    receipt: { ...receiptOf(outgoing, seen.receipt, seen.caseNumber) },
    news: [],
    changes: { outgoing: [outgoing] },
  };
}

/** Another message under a used id is refused; that refusal is itself remembered, under a key no sender can use. */
async function conflict(hub: Hub, bench: Bench, admission: Admission): Promise<Outcome> {
  const id = keyOfConflict(admission);
  const seen = bench.seen.get(keyOfMessage({ system: admission.submission.system, id }));
  if (seen !== undefined) return repeat({ ...asRejected(admission), id }, seen);
  return reject(hub, bench, { admission, id, faults: [fault('DUPLICATE_CONFLICT', '/id')] });
}

function asRejected(admission: Admission): Rejected {
  if (admission.kind === 'rejected') return admission;
  const { submission, digest } = admission;
  return {
    kind: 'rejected',
    submission,
    digest,
    id: admission.message.id,
    faults: [fault('DUPLICATE_CONFLICT', '/id')],
  };
}

function run(hub: Hub, bench: Bench, admitted: Admitted): Advance | Refusal {
  const now = caseFor(hub, bench, admitted);
  if (isRefusal(now)) return now;
  const area = hub.areas.current().get(now.area);
  if (area === undefined) return refuse(fault('AREA_UNKNOWN', '/data/area', { area: now.area }));
  const circumstances: Circumstances = {
    at: admitted.submission.receivedAt,
    actor: machineActor(admitted.system, admitted.authority),
    area,
    directory: hub.directory.current(),
    fresh: now.isNew ? now.number : hub.ids.uuid(),
  };
  return advance(now, { entry: admitted.entry, data: admitted.data.data, circumstances });
}

function caseFor(hub: Hub, bench: Bench, admitted: Admitted): CaseNow | Refusal {
  const { message, entry, authority } = admitted;
  if (message.subject === undefined) return newCase(hub, admitted);
  const now = bench.cases.get(message.subject);
  const directory = hub.directory.current();
  if (now === undefined || entry.workflow.parties(now.state, authority, directory).length === 0) {
    return refuse(fault('CASE_UNKNOWN', '/subject'));
  }
  if (message.caseversion === now.state.version) return now;
  return refuse(fault('CASE_VERSION_STALE', '/caseversion', { current: String(now.state.version) }));
}

function newCase(hub: Hub, { data, entry }: Admitted): CaseNow | Refusal {
  const code = areaNamedIn(data.data);
  const area = code === undefined ? undefined : hub.areas.current().get(code);
  if (area === undefined) return refuse(fault('AREA_UNKNOWN', '/data/area', { area: code ?? '' }));
  return openCase(entry.workflow, hub.ids.caseNumber(entry.workflow.prefix), area);
}

/** Whatever opens a case names its legislative area. */
function areaNamedIn(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'area' in data && typeof data.area === 'string'
    ? data.area
    : undefined;
}

function accepted(
  hub: Hub,
  bench: Bench,
  { admission, result }: { readonly admission: Admitted; readonly result: Advance },
): Outcome {
  const { submission, message, digest, authority } = admission;
  const { number, state, workflow, isNew } = result.after;
  const directory = hub.directory.current();
  const receiptId = hub.ids.uuid();
  const said: Receipt = {
    message: message.id,
    digest,
    outcome: 'accepted',
    receivedAt: submission.receivedAt,
    case: number,
    version: state.version,
    status: workflow.statusFor(state, authority, directory),
    ...(result.route === undefined ? {} : { route: routeView(result.route) }),
  };
  const done = effect(hub, result, {
    testimony: {
      event: 'SubmissionAcceptance',
      at: submission.receivedAt,
      sender: { system: submission.system, authority },
      digest: receiptDigest(hub.codec, receiptId, said),
      more: { command: message.type },
    },
    directory,
    opened: isNew,
  });
  bench.cases.set(number, done.after);
  const blobs = admission.data.blobs.map((blob) => ({ ...blob, caseNumber: number }));
  return answer(admission, {
    id: message.id,
    receiptId,
    receipt: { ...said, evidence: done.evidence },
    chain: number,
    caseNumber: number,
    news: done.news,
    changes: { ...done.changes, blobs, originals: [originalOf(admission, number)] },
  });
}

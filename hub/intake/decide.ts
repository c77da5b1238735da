import { fault, refuse, type Fault, type Refusal } from '../../domain/kernel/refusals.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { authorityIn, byOf, isRefusal } from '../../domain/kernel/workflow.ts';
import type { Circumstances } from '../../domain/world.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { UNREAD, type Admission, type Admitted, type Rejected } from './admit.ts';
import { answer, idOf, keyApart, keyOfConflict, receiptDelivery, routeView } from './answer.ts';
import { claimFaults } from './claims.ts';
import { openWorktable, type Worktable } from './worktable.ts';
import { advance, openCase, versionFor, type Advance, type CaseNow } from '../case/case-now.ts';
import { lawOf, worldOf } from '../case/law.ts';
import { consequences } from '../case/consequences.ts';
import { receiptDigest } from '../evidence/receipt-digest.ts';
import type { Hub } from '../hub.ts';
import { originalOf } from '../case/original.ts';
import type { Answer } from './outcome.ts';
import type { Upload } from '../ports/documents.ts';
import { keyOfMessage, type SeenMessage } from '../ports/records.ts';
import type { Loaded, Unit } from '../ports/store.ts';
import { reject } from './reject.ts';
import { chainOfSender, keyOfSender } from './sender.ts';

/** Step 5 for a whole batch, one message after the other. */
export async function decideAll(
  hub: Hub,
  {
    loaded,
    uploads,
    unit,
  }: {
    readonly loaded: Loaded;
    readonly uploads: ReadonlyMap<string, Upload>;
    readonly unit: Pick<Unit, 'heads'>;
  },
  admissions: readonly Admission[],
): Promise<readonly Answer[]> {
  const table = openWorktable(loaded, { admissions, uploads, unit, workflows: hub.catalogue.workflows });
  const outcomes: Answer[] = [];
  for (const admission of admissions) {
    const outcome = await decideOne(hub, table, admission);
    outcomes.push(outcome);
    for (const { system, id, digest, receiptId, receipt, caseNumber } of outcome.changes.messages ?? []) {
      table.seen.set(keyOfMessage({ system, id }), {
        digest,
        receiptId,
        receipt,
        ...(caseNumber === undefined ? {} : { caseNumber }),
      });
    }
  }
  return outcomes;
}

async function decideOne(hub: Hub, table: Worktable, admission: Admission): Promise<Answer> {
  const id = idOf(admission);
  const system = keyOfSender(admission.sender);
  const apart = keyApart(admission);
  const refused = apart === undefined ? undefined : table.seen.get(keyOfMessage({ system, id: apart }));
  if (apart !== undefined && refused !== undefined)
    return repeat(hub, { ...asRejected(admission), id: apart }, refused);
  if (table.unsound.has(keyOfMessage({ system, id })))
    return conflict(hub, table, { admission, code: 'RECORD_UNSOUND' });
  const seen = table.seen.get(keyOfMessage({ system, id }));
  if (seen !== undefined && isRepeat(admission, seen)) return repeat(hub, admission, seen);
  if (seen !== undefined) return conflict(hub, table, { admission, code: 'DUPLICATE_CONFLICT' });
  if (admission.kind === 'rejected')
    return reject(hub, table, { admission, id: apart ?? id, faults: admission.faults });
  const result = run(hub, table, admission);
  return isRefusal(result)
    ? reject(hub, table, { admission, id, faults: result.refused })
    : accepted(hub, table, { admission, result });
}

/** Of a message that has been erased, or that nobody could read, only the id is known: whatever has it is taken for the same. */
function isRepeat({ digest }: Admission, seen: SeenMessage): boolean {
  const isKnown = seen.digest !== undefined && seen.digest !== UNREAD && digest !== UNREAD;
  return !isKnown || seen.digest === digest;
}

/**
 * The same message again gets the same receipt again, as a delivery of its own that is marked. Only what this very
 * submission has left, before the line broke on which it was to be told so, is no repetition.
 */
function repeat(hub: Hub, admission: Admission, seen: SeenMessage): Answer {
  const { receipt: said, caseNumber } = seen;
  const duplicate = seen.receiptId !== admission.receiptId;
  const outgoing = receiptDelivery(hub, admission, {
    id: idOf(admission),
    duplicate,
    chain: said.evidence?.chain ?? chainOfSender(admission.sender),
  });
  return {
    receipt: {
      said,
      ...defined('caseNumber', caseNumber),
      isRepeated: duplicate,
      ...defined('outgoing', outgoing),
    },
    news: [],
    changes: { outgoing: outgoing === undefined ? [] : [outgoing] },
  };
}

/**
 * Another message under a used id is refused, and any where it cannot be told; that refusal is itself remembered, under a key
 * no sender can use.
 */
async function conflict(
  hub: Hub,
  table: Worktable,
  {
    admission,
    code,
  }: { readonly admission: Admission; readonly code: 'DUPLICATE_CONFLICT' | 'RECORD_UNSOUND' },
): Promise<Answer> {
  const id = keyOfConflict(admission);
  const seen = table.seen.get(keyOfMessage({ system: keyOfSender(admission.sender), id }));
  if (seen !== undefined) return repeat(hub, { ...asRejected(admission), id }, seen);
  return reject(hub, table, { admission, id, faults: [fault(code, '/id')] });
}

function asRejected(admission: Admission): Rejected {
  if (admission.kind === 'rejected') return admission;
  const { sender, receivedAt, waitsUntil, receiptId, digest } = admission;
  return {
    kind: 'rejected',
    sender,
    receivedAt,
    ...defined('waitsUntil', waitsUntil),
    receiptId,
    digest,
    id: admission.message.id,
    faults: [fault('DUPLICATE_CONFLICT', '/id')],
  };
}

function run(hub: Hub, table: Worktable, admitted: Admitted): Advance | Refusal {
  const now = caseFor(hub, table, admitted);
  if (isRefusal(now)) return now;
  const world = worldOf(hub, now.workflow, now.area);
  // Of a new case it has been said already.
  if (world === undefined) return refuse(fault('AREA_UNKNOWN', '/subject', { area: now.area }));
  const circumstances: Circumstances = {
    ...world,
    at: admitted.receivedAt,
    actor: admitted.actor,
    fresh: now.isNew ? now.number : hub.ids.uuid(),
  };
  const command = admitted.entry.in.get(now.workflow.name);
  if (command === undefined) return refuse(ofOtherWorkflow(admitted, now));
  const result = advance(now, { command, data: admitted.data.data, circumstances });
  const [first, ...others] = claimFaults(admitted, now.number, table.uploads);
  if (first === undefined) return result;
  return refuse(first, ...others, ...(isRefusal(result) ? result.refused : []));
}

function ofOtherWorkflow({ message }: Admitted, { workflow }: CaseNow): Fault {
  return fault('COMMAND_OF_OTHER_WORKFLOW', '/type', { command: message.type, workflow: workflow.name });
}

function caseFor(hub: Hub, table: Worktable, admitted: Admitted): CaseNow | Refusal {
  const { message, actor } = admitted;
  if (message.subject === undefined) return newCase(hub, admitted);
  if (table.unsound.has(message.subject)) return refuse(fault('RECORD_UNSOUND', '/subject'));
  const now = table.cases.get(message.subject);
  const directory = hub.directory.current();
  if (now === undefined || now.workflow.parties(now.state, actor, directory).length === 0) {
    return refuse(fault('CASE_UNKNOWN', '/subject'));
  }
  // What has happened since that its sender may not know of makes no difference to it.
  const known = versionFor(now, byOf(actor).by, directory);
  if (message.caseversion === known) return now;
  return refuse(fault('CASE_VERSION_STALE', '/caseversion', { current: String(known) }));
}

function newCase(hub: Hub, { data, entry: { name, opens } }: Admitted): CaseNow | Refusal {
  if (opens === undefined) return refuse(fault('CASE_REQUIRED', '/subject', { command: name }));
  const code = areaNamedIn(data.data) ?? '';
  const area = lawOf(hub, opens, code);
  if (area === undefined) return refuse(fault('AREA_UNKNOWN', '/data/area', { area: code }));
  return openCase(opens, hub.ids.caseNumber(opens.prefix), area);
}

/** Whatever opens a case names its legislative area, where its workflow is used in areas. */
function areaNamedIn(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'area' in data && typeof data.area === 'string'
    ? data.area
    : undefined;
}

function accepted(
  hub: Hub,
  table: Worktable,
  { admission, result }: { readonly admission: Admitted; readonly result: Advance },
): Answer {
  const { sender, receivedAt, receiptId, message, digest, actor } = admission;
  const { number, state, workflow, isNew } = result.after;
  const directory = hub.directory.current();
  const said: Receipt = {
    message: message.id,
    digest,
    outcome: 'accepted',
    receivedAt,
    case: number,
    version: versionFor(result.after, byOf(actor).by, directory),
    status: workflow.statusFor(state, byOf(actor).by, directory),
    ...(result.route === undefined ? {} : { route: routeView(result.route) }),
  };
  const done = consequences(hub, result, {
    testimony: {
      event: 'SubmissionAcceptance',
      at: receivedAt,
      sender: { ...sender, ...authorityIn(actor) },
      digest: receiptDigest(hub.codec, receiptId, said),
      more: { command: message.type },
    },
    directory,
    opened: isNew,
  });
  table.cases.set(number, done.after);
  const blobs = admission.data.blobs.map((blob) => ({ ...blob, caseNumber: number }));
  const claims = admission.data.claims.map(({ id }) => ({ id, caseNumber: number }));
  for (const { id } of claims) table.claim(id, number);
  return answer(hub, admission, {
    id: message.id,
    receipt: { ...said, evidence: { ...done.evidence, receipt: receiptId } },
    chain: number,
    caseNumber: number,
    news: done.news,
    changes: { ...done.changes, blobs, claims, originals: [originalOf(admission, number)] },
  });
}

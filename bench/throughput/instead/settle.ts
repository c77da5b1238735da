import { createHash } from 'node:crypto';
import type { Database, StoredCase, StoredMessage, Tables } from './database.ts';
import type { Read, Reader } from './read.ts';
import { MOVES, type Rules } from './rules.ts';
import { idOfCase, type Outcome } from './write.ts';

export type Desk = { readonly database: Database; readonly reader: Reader; readonly rules: Rules };

/** A transaction waits for its connection while others are at work; the library's own two seconds are short on a busy machine. */
const LIMITS = { maxWait: 10_000, timeout: 10_000 };

type Came = { readonly id: string; readonly bytes: Buffer };

/** One message in one interactive transaction: seen before?, the case, its event, and what is answered. */
export async function settle({ database, reader, rules }: Desk, { id, bytes }: Came): Promise<Outcome> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const read = reader.read(bytes);
  const base = { message: id, digest, receivedAt: new Date().toISOString() };
  if ('faults' in read) return { ...base, system: '', faults: read.faults };
  return database.$transaction(async (tx) => {
    const key = { system: read.system, id: read.id };
    const seen = await tx.message.findUnique({ where: { system_id: key } });
    if (seen !== null && seen.digest === digest) return repeated(tx, seen);
    if (seen !== null) return { ...base, system: read.system, faults: ['another message had this id'] };
    const made = await decided(tx, rules, read);
    const where = { caseId: made.case?.id ?? null, seq: made.event?.seq ?? null };
    const receivedAt = new Date(base.receivedAt);
    await tx.message.create({ data: { ...key, ...where, digest, receivedAt, faults: made.faults } });
    return { ...base, system: read.system, ...made };
  }, LIMITS);
}

/** The first answer once more, made of what is kept: as the case was after that event. */
async function repeated(tx: Tables, { id, system, digest, receivedAt, faults, caseId, seq }: StoredMessage): Promise<Outcome> {
  const base = { message: id, system, digest, receivedAt: receivedAt.toISOString(), faults };
  if (caseId === null || seq === null) return base;
  const file = await tx.case.findUniqueOrThrow({ where: { id: caseId } });
  const event = await tx.event.findUniqueOrThrow({ where: { caseId_seq: { caseId, seq } } });
  return { ...base, case: { ...file, version: seq, status: MOVES[event.type]?.to ?? '' }, event };
} // prettier-ignore

type Decided = Pick<Outcome, 'faults' | 'case' | 'event'>;

function decided(tx: Tables, rules: Rules, message: Read): Promise<Decided> {
  return message.subject === undefined ? opened(tx, rules, message) : moved(tx, rules, message);
}

async function opened(tx: Tables, rules: Rules, message: Read): Promise<Decided> {
  const { faults, responding } = rules.opening(message, new Date().toISOString().slice(0, 10));
  if (faults.length > 0) return { faults };
  const { type, authority, data } = message;
  const event = { seq: 1, type, by: authority, data };
  const file = await tx.case.create({
    data: {
      area: String(data['area']),
      status: MOVES[type]?.to ?? '',
      version: 1,
      requesting: authority,
      responding,
      events: { create: event },
    },
  });
  return { faults, case: file, event };
}

/** The history is read as the hub reads it, though the stub of the rules asks nothing of it but how long it is. */
async function moved(tx: Tables, rules: Rules, message: Read): Promise<Decided> {
  const { type, authority, data, subject = '' } = message;
  const id = idOfCase(subject);
  const file = await tx.case.findUnique({ where: { id } });
  const faults = rules.moving(message, file);
  if (file === null || faults.length > 0) return { faults };
  const history = await tx.event.findMany({ where: { caseId: id }, orderBy: { seq: 'asc' } });
  const event = { seq: history.length + 1, type, by: authority, data };
  const moving = await move(tx, file, MOVES[type]?.to ?? '');
  if (moving === undefined) return { faults: ['the case has moved on'] };
  await tx.event.create({ data: { ...event, caseId: id } });
  return { faults, case: moving, event };
}

/** Nothing where another transaction has moved it meanwhile. */
async function move(tx: Tables, file: StoredCase, status: string): Promise<StoredCase | undefined> {
  const where = { id: file.id, version: file.version };
  const { count } = await tx.case.updateMany({ where, data: { status, version: { increment: 1 } } });
  return count === 1 ? { ...file, status, version: file.version + 1 } : undefined;
}

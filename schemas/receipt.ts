import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { REFUSALS, faultText, type Fault } from '../domain/kernel/refusals.ts';
import {
  code,
  instant,
  integer,
  line,
  list,
  oneOf,
  optional,
  record,
  sha256,
} from '../domain/kernel/says.ts';

/** One fault as the sender reads it. */
const FaultView = record({
  code: oneOf(Object.keys(REFUSALS), 'Stable code; the catalogue is docs/errors.md.'),
  path: optional(
    line(400, 'RFC 6901 pointer into the canonical JSON form; absent for the message as a whole.'),
  ),
  text: line(2000),
});

const RoutingReason = record({
  code: code(40),
  facts: list('fact', record({ name: code(40), value: line(300) }), { max: 10 }),
});

/**
 * The one answer to every message: validated, durable, its effect done, and its place in the evidence; or refused with
 * all its faults. Modelled on the SubmissionAcceptance and SubmissionRejection of ETSI EN 319 522-3.
 */
export const Receipt = record(
  {
    message: line(200, 'Id of the message that is answered.'),
    digest: optional(
      sha256('SHA-256 of its canonical form (RFC 8785), or of its bytes when it could not be read.'),
    ),
    outcome: oneOf(['accepted', 'rejected']),
    receivedAt: instant(),
    case: optional(code(40)),
    version: optional(integer({ min: 1, max: 1_000_000 })),
    status: optional(code(60, { about: 'Status of the case after the command.' })),
    route: optional(
      record(
        { authority: code(60), reasons: list('reason', RoutingReason, { max: 20 }) },
        'The authority that the hub has found, and why.',
      ),
    ),
    evidence: optional(
      record(
        { chain: code(100), seq: integer({ min: 1, max: 2_147_483_647 }), hash: sha256() },
        'Its record in the evidence: in the chain of the case, or of the system where it belongs to no case.',
      ),
    ),
    faults: optional(list('fault', FaultView, { max: 100 })),
  },
  'Answers one message.',
);
export type Receipt = Static<typeof Receipt>;

/** Whether the data of a message, which may come out of strange hands, is that of a receipt. */
export function isReceipt(data: unknown): data is Receipt {
  return Value.Check(Receipt, data);
}

/** Values from outside may stand in a fault's facts; a receipt carries no controls and is no place for long ones. */
export function faultView(fault: Fault): NonNullable<Receipt['faults']>[number] {
  const path = printable(fault.path, 400);
  return { code: fault.code, ...(path === '' ? {} : { path }), text: printable(faultText(fault), 2000) };
}

export function printable(text: string, maxLength: number): string {
  const clean = text.replace(
    /[^ -~\u{A1}-\u{167F}\u{1681}-\u{1FFF}\u{2010}-\u{2027}\u{2030}-\u{205E}\u{2070}-\u{2FFF}\u{3001}-\u{D7FF}\u{F900}-\u{FEFE}\u{10000}-\u{1FFFF}]/gu,
    '�',
  );
  return [...clean.trimStart()].slice(0, maxLength).join('');
}

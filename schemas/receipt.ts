import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { REFUSALS } from '../domain/kernel/refusal-catalogue.ts';
import { faultText, type Fault } from '../domain/kernel/refusals.ts';
import {
  NOT_IN_A_LINE,
  UNSEEN,
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

/** What a text is made of, for whoever says it in other words. */
const Facts = list('fact', record({ name: code(40), value: line(300) }), { max: 10 });
type Facts = Static<typeof Facts>;

/** One fault as the sender reads it. */
const FaultView = record({
  code: oneOf(Object.keys(REFUSALS), 'Stable code; the catalogue is docs/errors.md.'),
  path: optional(
    line(400, 'RFC 6901 pointer into the canonical JSON form; absent for the message as a whole.'),
  ),
  text: line(2000, 'In English; its facts are told apart.'),
  facts: optional(Facts),
});

const RoutingReason = record({
  code: code(40),
  facts: Facts,
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
    version: optional(integer({ min: 1, max: 2_147_483_647 })),
    status: optional(code(60, { about: 'Status of the case after the command.' })),
    route: optional(
      record(
        { authority: code(60), reasons: list('reason', RoutingReason, { max: 20 }) },
        'The authority that the hub has found, and why.',
      ),
    ),
    evidence: optional(
      record(
        {
          chain: code(100),
          seq: integer({ min: 1, max: 2_147_483_647 }),
          hash: sha256(),
          receipt: optional(
            code(60, {
              about: 'Id of the delivery by which it was sent first, as the digest in the record has it.',
            }),
          ),
        },
        'Its record in the evidence: in the chain of the case, or of the system where it belongs to no case.',
      ),
    ),
    faults: optional(list('fault', FaultView, { max: 100 })),
  },
  'Answers one message.',
);
export type Receipt = Static<typeof Receipt>;

const MEMBERS = Object.keys(Receipt.properties);

/** With its members in the order of the schema: given out again, it is the same to the byte, in whatever parts it was kept. */
export function inOrder(receipt: Receipt): Receipt {
  const entries = Object.entries(receipt).toSorted(
    ([one], [other]) => MEMBERS.indexOf(one) - MEMBERS.indexOf(other),
  );
  // The same members with the same values.
  return Object.fromEntries(entries) as Receipt;
}

/** Whether the data of a message, which may come out of strange hands, is that of a receipt. */
export function isReceipt(data: unknown): data is Receipt {
  return Value.Check(Receipt, data);
}

/** Values from outside may stand in a fault's facts; a receipt carries no controls and is no place for long ones. */
export function faultView(fault: Fault): NonNullable<Receipt['faults']>[number] {
  const path = printable(fault.path, 400);
  const facts = factViews(
    Object.fromEntries(Object.entries(fault.facts).filter(([name]) => isSaid(fault, name))),
  );
  return {
    code: fault.code,
    ...(path === '' ? {} : { path }),
    text: printable(faultText(fault), 2000),
    ...(facts.length === 0 ? {} : { facts }),
  };
}

/** A receipt tells no more by its facts than by its text. */
function isSaid({ code: given }: Fault, name: string): boolean {
  return REFUSALS[given].text.includes(`{${name}}`);
}

/** Facts as a receipt says them: those that there are, and what can be read of them. */
export function factViews(facts: Readonly<Record<string, string>>): Facts {
  return Object.entries(facts)
    .map(([name, value]) => ({ name, value: printable(value, 300) }))
    .filter(({ value }) => value !== '');
}

const UNPRINTABLE = new RegExp(`[${NOT_IN_A_LINE}\\u{D800}-\\u{F8FF}\\u{1FFFE}-\\u{10FFFF}]`, 'gu');
const UNSEEN_FIRST = new RegExp(`^[${UNSEEN}]+`);

function printable(text: string, maxLength: number): string {
  const clean = text.replace(UNPRINTABLE, '�').replace(UNSEEN_FIRST, '');
  return [...clean].slice(0, maxLength).join('');
}

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../domain/kernel/message.ts';
import { BERLIN, BONN, LISBON, PARIS, PORTO } from '../../domain/testing/cast.ts';
import { comment, FULL } from '../../domain/testing/papers.ts';
import { admit } from './admit.ts';
import type { Outcome } from './outcome.ts';
import type { Submission } from '../ports/messages.ts';
import { settle } from './settle.ts';
import { aMessage, openStage, rowsOf, submitted, verdictIn, wireRequest } from '../testing/stage.ts';

/** One exchange from its first draft to its end, approvals included: who says what at which version of its side. */
const EXCHANGE = [
  [PORTO, 'request.send', 0, wireRequest()],
  [LISBON, 'request.return', 1, { comment: comment('Which year?') }],
  [PORTO, 'request.send', 2, wireRequest({ reference: 'changed' })],
  [LISBON, 'request.approve', 3, {}],
  [BERLIN, 'request.accept', 1, {}],
  [PORTO, 'report.order', 5, { kind: 'full' }],
  [BERLIN, 'request.reply', 2, { answers: FULL.answers }],
  [BONN, 'reply.approve', 3, {}],
  [PORTO, 'request.close', 6, {}],
] as const;

type Twist = 'plain' | 'again' | 'conflict' | 'stale' | 'stranger' | 'broken';

/** Three exchanges side by side, and now and then something goes wrong on the way. */
const plan = fc.array(
  fc.record({
    exchange: fc.nat(2),
    twist: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Twist>('plain') },
      { weight: 2, arbitrary: fc.constantFrom<Twist>('again', 'conflict', 'stale', 'stranger', 'broken') },
    ),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);

type Plan = readonly { readonly exchange: number; readonly twist: Twist }[];

function submissionsOf(steps: Plan): readonly Submission[] {
  const numbers = new Map<number, string>();
  const next = new Map<number, number>();
  const sent: Message[] = [];
  return steps.map(({ exchange, twist }, index) => {
    const step = next.get(exchange) ?? 0;
    const last = sent.at(-1);
    const isRepeat = (twist === 'again' || twist === 'conflict') && last !== undefined;
    if (isRepeat) return submitted(twist === 'again' ? last : { ...last, time: '2026-11-21T09:31:00Z' });
    const [authority, type, version, data] = EXCHANGE[step % EXCHANGE.length] ?? EXCHANGE[0];
    const subject = numbers.get(exchange);
    const who = twist === 'stranger' ? PARIS : authority;
    const at = twist === 'stale' ? version + 1 : version;
    const place = subject === undefined ? {} : { subject, caseversion: at };
    const message = aMessage({ authority: who, type, id: `m-${index}`, data, ...place });
    if (twist === 'broken') return submitted(message, { bytes: Buffer.from('{'), messageId: message.id });
    if (subject === undefined) numbers.set(exchange, `REQ-${numbers.size + 1}`);
    if (twist === 'plain' || subject === undefined) next.set(exchange, step + 1);
    sent.push(message);
    return submitted(message);
  });
}

function split(submissions: readonly Submission[], cuts: readonly number[]): readonly (readonly Submission[])[] {
  const places = [...new Set(cuts.map((cut) => cut % (submissions.length + 1)))].toSorted((one, other) => one - other);
  return [...places, submissions.length].map((end, index) => submissions.slice(index === 0 ? 0 : places[index - 1], end));
} // prettier-ignore

async function run(batches: readonly (readonly Submission[])[]) {
  const stage = openStage();
  const outcomes: Outcome[] = [];
  // Ids of receipts are given when a message is taken; here they must not depend on what was taken together.
  let receipts = 0;
  const ids = { ...stage.hub.ids, uuid: () => `receipt-${(receipts += 1)}` };
  for (const batch of batches) {
    const admissions = batch.map((submission) => admit({ ...stage.hub, ids }, submission));
    outcomes.push(...(await settle(stage.hub, admissions)));
  }
  return { rows: rowsOf(stage.tables), outcomes, stage };
}

describe('a batch', () => {
  test('of whatever size comes to the same as one message after the other', async () => {
    const property = fc.asyncProperty(plan, fc.array(fc.nat(99), { maxLength: 5 }), async (steps, cuts) => {
      const submissions = submissionsOf(steps);
      const single = await run(submissions.map((one) => [one]));
      const some = await run(split(submissions, cuts));
      expect(some.outcomes.map(({ receipt }) => receipt)).toEqual(single.outcomes.map(({ receipt }) => receipt));
      // A case opened and moved in one batch is written once, as opened.
      const cases = (rows: typeof single.rows) => rows.cases.map((row) => ({ ...row, opened: true }));
      expect({ ...some.rows, cases: cases(some.rows) }).toEqual({ ...single.rows, cases: cases(single.rows) });
    });
    await fc.assert(property, { numRuns: 40 });
  }); // prettier-ignore

  test('gives every submission one receipt, and every message one effect', async () => {
    const property = fc.asyncProperty(plan, async (steps) => {
      const submissions = submissionsOf(steps);
      const { outcomes, rows } = await run([submissions]);
      expect(outcomes).toHaveLength(submissions.length);
      const firsts = outcomes.filter(({ receipt }) => !receipt.outgoing.duplicate);
      expect(rows.messages).toHaveLength(firsts.length);
      const accepted = firsts.filter((outcome) => verdictIn(outcome) === 'accepted');
      expect(rows.events).toHaveLength(accepted.length);
      expect(rows.evidence).toHaveLength(firsts.length);
      expect(new Set(rows.deliveries.map(({ id }) => id)).size).toBe(rows.deliveries.length);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test('of the plans above meets every obstacle, and an undisturbed one goes all the way', async () => {
    const undisturbed = EXCHANGE.map(() => ({ exchange: 0, twist: 'plain' as const }));
    const { outcomes, rows } = await run([submissionsOf(undisturbed)]);
    expect(outcomes.map(verdictIn)).toEqual(EXCHANGE.map(() => 'accepted'));
    expect(rows.cases).toMatchObject([{ number: 'REQ-1', status: 'closed', version: 8, seq: 9, chainSeq: 9 }]);
    const verdicts = new Set<string>();
    for (const steps of fc.sample(plan, { seed: 2012, numRuns: 20 }))
      for (const outcome of (await run([submissionsOf(steps)])).outcomes) verdicts.add(verdictIn(outcome));
    for (const verdict of ['accepted', 'DUPLICATE_CONFLICT /id', 'CASE_VERSION_STALE /caseversion', 'CASE_UNKNOWN /subject', 'JSON_MALFORMED'])
      expect(verdicts).toContain(verdict);
  }); // prettier-ignore
});

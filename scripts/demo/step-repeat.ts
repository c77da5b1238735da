import { randomUUID } from 'node:crypto';
import { newMessage, type Message } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import { CAST } from './cast.ts';
import { faultyBySchema, faultyByRules, withDoctype } from './faulty.ts';
import { check, note, put, type Stage, type Standing } from './stage.ts';
import type { Step } from './step.ts';

/** What a sender may rely on when something went wrong on its own side. */
export const repeatAndErr: Step = {
  title: 'Sent twice, changed, too late, or simply wrong: what the hub says then',
  async play(stage, on) {
    const first = firstSent(stage);
    await repeat(stage, first);
    await conflict(stage, first);
    await stale(stage, on);
    for (const wrong of [faultyBySchema(), faultyByRules()]) await faulty(stage, wrong);
    const attack = { id: randomUUID(), contentType: 'application/xml', bytes: withDoctype() };
    checkCodes(stage, await put(stage, 'pt-sigen', attack), ['XML_DOCTYPE']);
    return on;
  },
};

function firstSent({ journal }: Stage): Message {
  const first = journal.traffic.find(
    ({ direction, message }) => direction === 'sent' && message !== undefined,
  );
  if (first?.message === undefined) throw new TypeError('Nothing has been sent yet.');
  return first.message;
}

async function repeat(stage: Stage, first: Message): Promise<void> {
  const before = stage.journal.submissions.find(({ answer }) => answer.message === first.id)?.answer;
  const again = await put(stage, 'pt-sigen', first);
  check(stage, 'the same message again is marked DUPLICATE_SAME', again.duplicate === 'DUPLICATE_SAME');
  check(stage, 'and gets the same receipt', said(again) === said(before));
  check(stage, 'as a delivery of its own', again.delivery !== before?.delivery);
}

function said(answer: Answer | undefined): string {
  return JSON.stringify({ ...answer, delivery: undefined, duplicate: undefined });
}

async function conflict(stage: Stage, first: Message): Promise<void> {
  const answer = await put(stage, 'pt-sigen', { ...first, time: new Date().toISOString() });
  checkCodes(stage, answer, ['DUPLICATE_CONFLICT']);
}

async function stale(stage: Stage, { number }: Standing): Promise<void> {
  const { authority } = CAST['pt-sigen'];
  const wish = { authority, subject: number, caseversion: 2, data: {} };
  checkCodes(stage, await put(stage, 'pt-sigen', newMessage('pt-sigen', 'request.close', wish)), [
    'CASE_VERSION_STALE',
  ]);
}

async function faulty(
  stage: Stage,
  { data, codes }: { readonly data: unknown; readonly codes: readonly string[] },
): Promise<void> {
  const { authority } = CAST['pt-sigen'];
  const answer = await put(stage, 'pt-sigen', newMessage('pt-sigen', 'request.send', { authority, data }));
  checkCodes(stage, answer, codes);
}

function checkCodes(stage: Stage, answer: Answer, codes: readonly string[]): void {
  const faults = answer.faults ?? [];
  for (const { code, path = '/', text } of faults) note(stage, `${code} at ${path}: ${text}`);
  const isExpected =
    faults
      .map(({ code }) => code)
      .toSorted()
      .join() === [...codes].toSorted().join();
  const what = codes.length === 1 ? codes.join() : `all ${codes.length} faults at once`;
  check(stage, `refused: ${what}`, answer.outcome === 'rejected' && isExpected);
}

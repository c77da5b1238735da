import { reportIn } from './case-view.ts';
import { sha256 } from './disclosure.ts';
import { nurseData } from './portuguese.ts';
import { act, check, note, put, receive, systemOf, type Stage, type Standing } from './stage.ts';
import { daysFromNow, type Step } from './step.ts';
import { whyChosen } from './step-send.ts';

/** The same door by another way: one POST, the same receipt, the same effect. */
export const sendByHttp: Step = {
  title: 'The same over HTTP: a system without a queue sends, and reads its inbox',
  async play(stage, on) {
    const data = nurseData(daysFromNow(30));
    const { answer, ...sent } = await act(stage, 'pt-registos', { type: 'request.send', data });
    for (const line of whyChosen(answer)) note(stage, line);
    check(stage, 'the authority of the region has been found', answer.route?.authority === 'DE-T-BAYERN');
    check(stage, 'the receipt is made of the same parts as one from the queue', isAlike(stage));
    await repeat(stage);

    const arrived = await receive(stage, 'de-laender', { type: 'request.arrived', on: sent });
    check(
      stage,
      'it has the same effect: Germany can accept',
      arrived.view.commands.includes('request.accept'),
    );
    const coordinator = { coordinator: 'DE-T-KOORDINIERUNG' };
    const accepted = await act(stage, 'de-laender', { type: 'request.accept', data: coordinator, on: sent });
    await receive(stage, 'pt-registos', { type: 'request.accepted', on: accepted });
    await fetchReport(stage, accepted);
    return on;
  },
};

/** A report need not come inside its message: it can be fetched as well. */
async function fetchReport(stage: Stage, accepted: Standing): Promise<void> {
  const data = { kind: 'fullWithoutPersonalData' };
  const { number } = await act(stage, 'pt-registos', { type: 'report.order', data, on: accepted });
  const system = systemOf(stage, 'pt-registos');
  const timeout = stage.timeout * 4;
  const report = reportIn(await system.next('report.issued', { subject: number, timeout }));
  const fetched = sha256(await system.report(report.id));
  check(stage, 'the report fetched is the report delivered', fetched === report.sha256);
}

function isAlike({ journal }: Stage): boolean {
  const [byQueue, byHttp] = ['pt-sigen', 'pt-registos'].map((name) =>
    journal.submissions.find(({ system, type }) => system === name && type === 'request.send'),
  );
  return partsOf(byQueue?.answer) === partsOf(byHttp?.answer);
}

function partsOf(answer: object | undefined): string {
  return Object.keys(answer ?? {})
    .toSorted()
    .join();
}

async function repeat(stage: Stage): Promise<void> {
  const sent = stage.journal.traffic.find(
    ({ system, direction }) => system === 'pt-registos' && direction === 'sent',
  );
  if (sent?.message === undefined) throw new TypeError('Nothing has been sent over HTTP.');
  const { duplicate, evidence } = await put(stage, 'pt-registos', sent.message);
  const before = stage.journal.submissions.find(({ system }) => system === 'pt-registos')?.answer;
  const isSame = duplicate === 'DUPLICATE_SAME' && evidence?.hash === before?.evidence?.hash;
  check(stage, 'sent again, it gets the same receipt again', isSame);
}

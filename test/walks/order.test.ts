import { expect, test } from 'vitest';
import type { Message } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import { useHub } from '../support/hub.ts';
import { command, request, written, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { useSecondWorker } from '../support/workers.ts';

const hub = useHub('order');
const tables = useTables(hub);
const open = useSystems(hub);
useSecondWorker(hub);

test('of several commands made against the same version one wins, and the others learn the current version', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const withdraw = command(german.id, 'request.withdraw', {
    case: sent,
    data: { justification: written('Hat sich erledigt.') },
  });
  const accepts = Array.from({ length: 5 }, () => command(greek.id, 'request.accept', { case: sent }));
  const answers = await Promise.all([
    german.send(withdraw),
    ...accepts.map((message: Message) => greek.send(message)),
  ]);

  const [winner, ...others] = answers.filter(({ outcome }) => outcome === 'accepted');
  const losers = answers.filter(({ outcome }) => outcome === 'rejected');
  expect(others).toEqual([]);
  expect(winner?.version).toBe(2);
  expect(losers).toHaveLength(5);
  for (const { faults } of losers) expect(faults).toMatchObject([stale(2)]);
  expect(await versionOf(sent)).toBe(2);
});

test('whoever is refused as stale tries again with the version it was told, and succeeds', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const late = await greek.send(command(greek.id, 'request.reply', { case: sent, data: YES }));
  expect(late.faults).toMatchObject([stale(2)]);
  const told = /version (\d+)/.exec(late.faults?.[0]?.text ?? '')?.[1];
  const again = { case: sent.case ?? '', version: Number(told) };
  const replied = await greek.send(command(greek.id, 'request.reply', { case: again, data: YES }));

  expect(replied).toMatchObject({ outcome: 'accepted', version: 3, status: 'replyProvided' });
});

test('many cases move at once, each in its own order, over two workers', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const answers = await Promise.all(
    Array.from({ length: 25 }, async () => {
      const sent = await german.send(request(german.id));
      const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
      const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: YES }));
      return german.send(command(german.id, 'request.close', { case: replied }));
    }),
  );
  expect(answers.map(({ status, version }) => `${status} ${version}`)).toEqual(
    Array.from({ length: 25 }, () => 'closed 4'),
  );
  expect(await gaps()).toBe(0);
});

test('a command from the future is refused as one from the past', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const early = { case: sent.case ?? '', version: 7 };
  const answer = await greek.send(command(greek.id, 'request.accept', { case: early }));
  expect(answer.faults).toMatchObject([stale(1)]);
});

test('a command without the version it was made against is refused', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id));
  const { caseversion, ...blind } = command(greek.id, 'request.accept', { case: sent });
  expect(caseversion).toBe(1);
  expect((await greek.send(blind)).faults).toMatchObject([{ code: 'CASE_VERSION_REQUIRED' }]);
});

test('who has no part in a case does not learn that there is one, whatever version it guesses', async () => {
  const [german, bulgarian] = [await open('de-anerkennung'), await open('bg-kvalifikatsii')];
  const sent = await german.send(request(german.id));
  const real = await bulgarian.send(command(bulgarian.id, 'request.accept', { case: sent }));
  const invented = { case: 'REQ-2026-9999999', version: 1 };
  const none = await bulgarian.send(command(bulgarian.id, 'request.accept', { case: invented }));

  expect(real.faults).toMatchObject([{ code: 'CASE_UNKNOWN', path: '/subject' }]);
  expect(real.faults).toEqual(none.faults);
});

function stale(current: number) {
  return {
    code: 'CASE_VERSION_STALE',
    path: '/caseversion',
    text: expect.stringContaining(`version ${current}`),
  };
}

async function versionOf({ case: number }: Answer): Promise<number | undefined> {
  const [file] = await tables().rows<{ version: number }>('SELECT version FROM case_file WHERE number = $1', [
    number,
  ]);
  return file?.version;
}

/** Cases whose events are not numbered from one on without a gap. */
function gaps(): Promise<number> {
  return tables().count(
    '(SELECT case_number FROM case_event GROUP BY case_number HAVING count(*) <> max(seq) OR min(seq) <> 1) AS gap',
  );
}

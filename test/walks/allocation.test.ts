import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { openLog } from '../../adapters/log.ts';
import { strikeDue } from '../../hub/clock/strike.ts';
import { listCases, listTasks } from '../../hub/case/list.ts';
import type { Hub } from '../../hub/hub.ts';
import { submitForm } from '../../hub/intake/form.ts';
import { openHub } from '../../worker/hub.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { command, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

/** Persons act where their authority allocates, and the clock reminds who is late. */

const folder = useFolder();
const hub = useHub('allocation', () => ({
  MAIL_URL: `file:${folder()}/mail`,
  MAIL_FROM: 'hub@imi.example',
}));
const tables = useTables(hub);
const open = useSystems(hub);

const BAYERN = 'DE-T-BAYERN';
const [ALICE, BOB] = ['p-1', 'p-2'];

let here: Assembled | undefined;
beforeAll(async () => {
  here = await openHub(hub().config, openLog('silent', 'console'));
});
afterAll(() => here?.close());

function present(): Hub {
  if (here === undefined) throw new TypeError('it is there when the tests begin');
  return here.hub;
}

type Doing = {
  readonly person: string;
  readonly roles: readonly string[];
  readonly type: string;
  readonly data?: unknown;
};

async function does(
  on: { readonly case?: string; readonly version?: number },
  { person, roles, type, data = {} }: Doing,
) {
  const now = new Date().toISOString();
  const { receipt } = await submitForm(present(), {
    id: randomUUID(),
    time: now,
    receivedAt: now,
    type,
    ...(on.case === undefined ? {} : { subject: on.case, caseversion: on.version ?? 0 }),
    data,
    by: { kind: 'authority', authority: BAYERN, person, roles },
  });
  return receipt.said;
}

function days(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString();
}

function strike(at: string) {
  return strikeDue({ ...present(), clock: { now: () => at } }, { signal: { aborted: false } });
}

const HANDLER = ['request handler'];
const ALLOCATOR = ['allocator'];

async function arrived() {
  const bulgarian = await open('bg-kvalifikatsii');
  const data = { ...requestData(), addressee: { authority: BAYERN } };
  return bulgarian.send(request(bulgarian.id, data));
}

async function isListed(
  on: { readonly case?: string },
  person: string,
  roles: readonly string[],
): Promise<boolean> {
  const who = { kind: 'authority', authority: BAYERN, person, roles } as const;
  const { cases } = await listTasks(present(), who, { limit: 100 });
  return cases.some(({ number }) => number === on.case);
}

function mails(number: string | undefined) {
  return tables().rows('SELECT authority, template FROM mail WHERE case_number = $1 ORDER BY created_at', [
    number,
  ]);
}

test('only those act to whom it is allocated, and who is new to it is written to', async () => {
  const sent = await arrived();
  expect(sent.outcome).toBe('accepted');
  const accept = { roles: HANDLER, type: 'request.accept', data: { coordinator: 'DE-T-NIMIC' } };
  const early = await does(sent, { person: ALICE, ...accept });
  expect(early.faults?.map(({ code }) => code)).toEqual(['NOT_ALLOCATED']);
  const wrong = await does(sent, { person: ALICE, roles: HANDLER, type: 'request.allocate', data: { persons: [ALICE] } });
  expect(wrong.faults?.map(({ code }) => code)).toEqual(['NOT_ALLOWED']);
  const allocated = await does(sent, { person: 'p-9', roles: ALLOCATOR, type: 'request.allocate', data: { persons: [ALICE] } });
  expect(allocated).toMatchObject({ outcome: 'accepted', version: sent.version });
  expect(await mails(sent.case)).toEqual([
    { authority: BAYERN, template: 'request.arrived' },
    { authority: BAYERN, template: 'request.allocatedNew' },
  ]);
  const others = await does(sent, { person: BOB, ...accept });
  expect(others.faults?.map(({ code }) => code)).toEqual(['NOT_ALLOCATED']);
  expect(await does(sent, { person: ALICE, ...accept })).toMatchObject({ outcome: 'accepted', status: 'accepted' });
}, 60_000); // prettier-ignore

test.each(['xml', 'json'] as const)('a system that is an allocator allocates by message, in %s, and anew', async (format) => {
  const sent = await arrived();
  const laender = await open('de-laender', { format });
  const allocate = (persons: readonly string[]) =>
    laender.send({ ...command(laender.id, 'request.allocate', { case: sent, data: { persons } }), authority: BAYERN });
  expect(await allocate([BOB])).toMatchObject({ outcome: 'accepted', version: sent.version });
  expect(await isListed(sent, BOB, HANDLER)).toBe(true);
  expect(await allocate([ALICE])).toMatchObject({ outcome: 'accepted' });
  expect([await isListed(sent, ALICE, HANDLER), await isListed(sent, BOB, HANDLER)]).toEqual([true, false]);
  const named = await allocate(['Mia Musterfrau']);
  expect(named.faults?.map(({ code, path }) => `${code} ${path}`)).toEqual(['SCHEMA /data/persons/0']);
}, 60_000); // prettier-ignore

test('a new request is in the list of who allocates, and then of those to whom it is allocated', async () => {
  const sent = await arrived();
  expect([await isListed(sent, 'p-9', ALLOCATOR), await isListed(sent, ALICE, HANDLER)]).toEqual([true, false]);
  await does(sent, { person: 'p-9', roles: ALLOCATOR, type: 'request.allocate', data: { persons: [ALICE] } });
  expect(await isListed(sent, 'p-9', ALLOCATOR)).toBe(false);
  expect([await isListed(sent, ALICE, HANDLER), await isListed(sent, BOB, HANDLER)]).toEqual([true, false]);
}, 60_000); // prettier-ignore

test('the system of the authority allocates in its own house, and an authority that does not allocate is told so', async () => {
  const sent = await arrived();
  const laender = await open('de-laender');
  const accepted = await laender.send({
    ...command(laender.id, 'request.accept', { case: sent, data: { coordinator: 'DE-T-NIMIC' } }),
    authority: BAYERN,
  });
  expect(accepted.outcome).toBe('accepted');
  const own = await does({}, { person: ALICE, roles: HANDLER, type: 'request.send', data: { ...requestData(), coordinator: 'DE-T-NIMIC' } });
  expect(own.outcome).toBe('accepted');
  const withdraw = { roles: HANDLER, type: 'request.withdraw', data: { justification: { text: 'Erledigt.', language: 'de' } } };
  const other = await does(own, { person: BOB, ...withdraw });
  expect(other.faults?.map(({ code }) => code)).toEqual(['NOT_ALLOCATED']);
  expect(await does(own, { person: ALICE, ...withdraw })).toMatchObject({ status: 'withdrawn' });
}, 60_000); // prettier-ignore

test('two weeks and a month later the clock has reminded the authority, and then its coordinators', async () => {
  const sent = await arrived();
  const reminded = async () =>
    (await tables().rows<{ facts: { of: string; stage: string; to: readonly string[] } }>(
      `SELECT facts FROM case_event WHERE case_number = $1 AND type = 'request.reminded' ORDER BY seq`,
      [sent.case],
    )).map(({ facts }) => facts);

  await strike(days(6));
  expect(await reminded()).toEqual([]);
  await strike(days(8));
  await strike(days(8));
  expect(await reminded()).toEqual([{ of: 'acceptance', stage: 'authority', to: [BAYERN] }]);
  await strike(days(15));
  expect((await reminded()).at(-1)).toEqual({ of: 'acceptance', stage: 'coordinator', to: ['DE-T-KOORDINIERUNG', 'DE-T-NIMIC'] });

  const { cases: late } = await listCases(present(), [BAYERN], { late: ['acceptance'], limit: 100 });
  expect(late.map(({ number }) => number)).toContain(sent.case);
  const { cases: others } = await listCases(present(), [BAYERN], { late: ['reply'], limit: 100 });
  expect(others.map(({ number }) => number)).not.toContain(sent.case);

  const laender = await open('de-laender');
  const told = await laender.next('request.acceptanceOverdue', { subject: sent.case ?? '' });
  expect(told.message.authority).toBe(BAYERN);
  expect(JSON.stringify(told.message)).not.toMatch(/Musterfrau|1990-03-14/);
  const coordination = await open('de-koordination');
  await coordination.next('request.acceptanceOverdue', { subject: sent.case ?? '' });
  // Nobody's command is stale by it.
  const accepted = await laender.send({
    ...command(laender.id, 'request.accept', { case: sent, data: { coordinator: 'DE-T-KOORDINIERUNG' } }),
    authority: BAYERN,
  });
  expect(accepted.outcome).toBe('accepted');
  await strike(days(30));
  await strike(days(40));
  expect((await reminded()).slice(2)).toEqual([
    { of: 'reply', stage: 'authority', to: [BAYERN] },
    { of: 'reply', stage: 'coordinator', to: ['DE-T-KOORDINIERUNG'] },
  ]);
}, 60_000); // prettier-ignore

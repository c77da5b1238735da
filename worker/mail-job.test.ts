import { expect, test } from 'vitest';
import { echo } from '../domain/testing/echo/index.ts';
import { BERLIN, LISBON, PARIS, PORTO } from '../domain/testing/cast.ts';
import { defined } from '../domain/kernel/optional.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { hubFault } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import { merge } from '../hub/case/changes.ts';
import { process } from '../hub/intake/settle.ts';
import type { MailOutcome } from '../hub/meter.ts';
import type { Letter } from '../hub/ports/surroundings.ts';
import { aMessage, openStage, submitted, wireRequest, type Scene } from '../hub/testing/stage.ts';
import { CATALOGUE, makeCatalogue } from '../schemas/catalogue.ts';
import { readPhrases, type PhraseBook } from '../schemas/phrases.ts';
import { distanceAfter, openSending } from './mail-job.ts';

const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const AWAY = hubFault('MAIL_WAITS', 'away', { code: 'ECONNREFUSED', isAway: true });
const BUSY = hubFault('MAIL_WAITS', 'busy', { code: 'SMTP_451', isAway: false });
const NEVER = hubFault('MAIL_REFUSED', 'no such mailbox', { code: 'SMTP_550' });
const START = Date.parse('2026-11-21T09:30:00.000Z');

type Fails = (letter: Letter) => Error | undefined;

/** A hub that writes e-mails, and a server that fails as the test says. */
function openScene(fails: Fails = () => undefined, scene: Scene = {}, words: PhraseBook = phrases) {
  const stage = openStage({}, { writesMail: true, ...scene });
  let [elapsed, now] = [0, START];
  const letters: Letter[] = [];
  const outcomes: MailOutcome[] = [];
  const hub: Hub = { ...stage.hub, clock: { now: () => new Date(now).toISOString() } };
  const post = {
    async send(letter: Letter) {
      const fault = fails(letter);
      if (fault !== undefined) throw fault;
      letters.push(letter);
    },
  };
  return {
    ...stage,
    hub,
    letters,
    outcomes,
    send: openSending(hub, {
      mailing: { post, stationery: { phrases: words, isTraining: false } },
      metrics: { mail: (outcome) => void outcomes.push(outcome) },
      elapsed: () => elapsed,
    }),
    wait(seconds: number) {
      elapsed += seconds * 1000;
      now += seconds * 1000;
    },
    states: () =>
      [...stage.tables.mails.values()].map(({ end, attempts }) => `${end?.state ?? 'waits'} ${attempts}`),
    sendRequest: () =>
      process(hub, [submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }))]),
  };
}

function failing(...faults: readonly Error[]): Fails {
  const left = [...faults];
  return () => left.shift();
}

test('what a command has set off is sent once, and testified to without an address', async () => {
  const { sendRequest, send, letters, states, tables, outcomes } = openScene();
  await sendRequest();
  expect([await send(), await send()]).toEqual([1, 0]);
  expect(letters).toMatchObject([{ to: ['de-zab@example.org'], language: 'en' }]);
  expect(letters[0]?.id).toBe([...tables.mails.keys()][0]);
  expect([states(), outcomes]).toEqual([['sent 1'], ['sent']]);
  const record = tables.evidence.at(-1);
  expect([record?.kind, record?.chain]).toEqual(['ConsignmentNotification', 'REQ-1']);
  expect(record?.body).toContain(BERLIN);
  expect(record?.body).not.toContain('@');
});

test('where no e-mail server is configured no row waits for one', async () => {
  const { sendRequest, tables } = openScene(undefined, { writesMail: false });
  await sendRequest();
  expect(tables.mails.size).toBe(0);
});

test('one that the server does not take now is tried later and later, and holds up no other', async () => {
  let isFirst = true;
  const { sendRequest, send, states, wait, letters } = openScene(({ subject }) => (isFirst && subject.startsWith('REQ-1 ') ? BUSY : undefined));
  await sendRequest();
  await sendRequest();
  expect(await send()).toBe(2);
  expect(states()).toEqual(['waits 1', 'sent 1']);
  wait(29);
  expect(await send()).toBe(0);
  wait(1);
  expect(await send()).toBe(1);
  wait(59);
  expect(await send()).toBe(0);
  isFirst = false;
  wait(1);
  expect(await send()).toBe(1);
  expect(states()).toEqual(['sent 3', 'sent 1']);
  expect(letters.map(({ subject }) => subject.slice(0, 5))).toEqual(['REQ-2', 'REQ-1']);
}); // prettier-ignore

test('while the server is away a single e-mail asks for it, later and later', async () => {
  const { sendRequest, send, states, wait, outcomes } = openScene(failing(AWAY, AWAY, AWAY));
  await sendRequest();
  await sendRequest();
  expect(await send()).toBe(2);
  expect(await send()).toBe(0);
  wait(2);
  await sendRequest();
  await sendRequest();
  expect(await send()).toBe(1);
  wait(3);
  expect(await send()).toBe(0);
  wait(1);
  expect(await send()).toBe(1);
  wait(60);
  while ((await send()) > 0);
  expect(states()).toEqual(['sent 2', 'sent 2', 'sent 2', 'sent 1']);
  expect(outcomes.filter((one) => one === 'waits')).toHaveLength(3);
});

test('one that is refused for good is kept for people, with a code and a record, and can be tried again', async () => {
  const { sendRequest, send, store, tables, logged, letters, hub } = openScene(failing(NEVER));
  await sendRequest();
  await send();
  const [dead] = await store.deadMails(9);
  expect(dead).toMatchObject({ caseNumber: 'REQ-1', authority: BERLIN, reason: 'SMTP_550' });
  expect(logged.join()).toContain('e-mail cannot be sent');
  expect(logged.join()).not.toContain('@');
  expect(tables.evidence.at(-1)).toMatchObject({ kind: 'ConsignmentNotificationFailure', chain: 'REQ-1' });
  expect(await send()).toBe(0);
  expect(await store.reviveMail(dead?.id ?? '', hub.clock.now())).toBe(true);
  await send();
  expect(letters.map(({ id }) => id)).toEqual([dead?.id]);
  expect(tables.evidence.at(-1)?.kind).toBe('ConsignmentNotification');
});

test('one that is never taken is given up after five days', async () => {
  const { sendRequest, send, states, wait, store } = openScene(() => BUSY);
  await sendRequest();
  let hours = 0;
  while (states()[0]?.startsWith('waits') === true) {
    await send();
    wait(1800);
    hours += 0.5;
  }
  expect(hours).toBeGreaterThan(96);
  expect(hours).toBeLessThan(144);
  expect(await store.deadMails(9)).toMatchObject([{ reason: 'TIME_OUT' }]);
});

test('the distance between attempts grows from half a minute to half an hour', () => {
  expect([1, 2, 3, 7, 240].map(distanceAfter)).toEqual([30_000, 60_000, 120_000, 1_800_000, 1_800_000]);
});

test('an authority without an address cannot be written to', async () => {
  const { sendRequest, hub, store, send } = openScene();
  await sendRequest();
  const { authorities } = hub.directory.current();
  const mutable = new Map(authorities);
  const berlin = mutable.get(BERLIN);
  if (berlin === undefined) throw new TypeError('it is in the directory');
  Object.assign(berlin, { email: '' });
  await send();
  expect(await store.deadMails(9)).toMatchObject([{ reason: 'NO_ADDRESS' }]);
});

test.for<readonly [string, object]>([
  ['to somebody whom the case has nobody written', { authority: PARIS }],
  ['by another template', { template: 'request.closed' }],
  ['of an event that there was not', { seq: 7 }],
  ['of another case', { caseNumber: 'REQ-2' }],
])('a row %s is not believed: nothing is sent, and nothing testified to', async ([, change]) => {
  const { sendRequest, send, tables, letters, store, logged } = openScene();
  await sendRequest();
  const [mail] = tables.mails.values();
  if (mail === undefined) throw new TypeError('one is written');
  tables.mails.set(mail.id, { ...mail, ...change });
  const before = tables.evidence.length;
  await send();
  expect(letters).toEqual([]);
  expect(await store.deadMails(9)).toMatchObject([{ reason: 'RECORD_UNSOUND' }]);
  expect(tables.evidence).toHaveLength(before);
  expect(logged.join()).toContain('unsound');
});

test('one that was taken by a worker that died is sent by another when its time is over', async () => {
  const { sendRequest, send, wait, hub, letters } = openScene();
  await sendRequest();
  const at = hub.clock.now();
  await hub.store.takeMails(9, { at, until: new Date(START + 300_000).toISOString() });
  expect(await send()).toBe(0);
  wait(300);
  expect(await send()).toBe(1);
  expect(letters).toHaveLength(1);
});

test('a mark that is lost has it sent once more under the same id', async () => {
  const scene = openScene();
  const { sendRequest, hub, wait, letters, outcomes } = scene;
  await sendRequest();
  const { transaction } = hub.store;
  let isAway = true;
  Object.assign(hub.store, {
    transaction: (work: Parameters<typeof transaction>[0]) =>
      isAway ? Promise.reject(hubFault('STORE_UNAVAILABLE', 'away')) : transaction(work),
  });
  await scene.send();
  expect(outcomes).toEqual(['sent']);
  isAway = false;
  wait(300);
  await scene.send();
  expect(letters.map(({ id }) => id)).toEqual([letters[0]?.id, letters[0]?.id]);
  expect(scene.states()).toEqual(['sent 2']);
});

test('a case that is erased still has its e-mails sent that wait, and keeps no row of those that were', async () => {
  const { tables, store, sendRequest, send } = openScene();
  await sendRequest();
  await send();
  await sendRequest();
  await store.transaction((unit) => unit.write(erasing('REQ-1', 'REQ-2')));
  expect([...tables.mails.values()].map(({ caseNumber }) => caseNumber)).toEqual(['REQ-2']);
  expect(await send()).toBe(1);
});

function erasing(...erased: readonly string[]) {
  return { ...merge([]), erased };
}

/** What another workflow brings along into every language. */
const ECHO_WORDS: Readonly<Record<string, string>> = {
  'email.echo.heard.subject': '{number} – Answer a call',
  'email.echo.heard.text': 'An authority calls you. Please answer.',
};
const withEcho: PhraseBook = (language) => {
  const plain = phrases(language);
  return {
    ...plain,
    say(key, facts = {}) {
      const own = ECHO_WORDS[key]?.replace('{number}', facts['number'] ?? '');
      return { ...plain.say(key, facts), ...defined('text', own) };
    },
  };
};

test('another workflow has its e-mails written and sent without anything but its own declarations', async () => {
  const catalogue = makeCatalogue([...WORKFLOWS, echo]);
  expect(catalogue).not.toBe(CATALOGUE);
  const { hub, send, letters } = openScene(
    undefined,
    { catalogue, says: { echo: { mostDays: 30 } } },
    withEcho,
  );
  const data = { area: 'PQ', called: [LISBON, PARIS], days: 3, words: 'Quakenbrink hört nichts.' };
  await process(hub, [submitted(aMessage({ authority: PORTO, type: 'echo.call', data }))]);
  expect(await send()).toBe(2);
  expect(letters.flatMap(({ to }) => to).toSorted()).toEqual([
    'fr-ordre@example.org',
    'pt-coord@example.org',
  ]);
  for (const { subject, text } of letters) {
    expect(subject).toBe('ECHO-1 – Answer a call');
    expect(text).toContain('An authority calls you. Please answer.');
  }
  expect(JSON.stringify(letters)).not.toContain('Quakenbrink');
});

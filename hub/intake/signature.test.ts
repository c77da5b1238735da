import { describe, expect, test } from 'vitest';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { unsigned, type Message } from '../../domain/kernel/message.ts';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import { compose } from '../outgoing/compose.ts';
import type { Outcome } from './outcome.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import { messageAgain } from '../case/original.ts';
import { process } from './settle.ts';
import { openRelay, parcelsOf } from '../outgoing/relay.ts';
import { finished } from '../outgoing/signed.ts';
import { plainSignature, plainSigning } from '../testing/plain-signing.ts';
import {
  aMessage,
  openStage,
  receiptOf,
  submitted,
  systemOfAuthority,
  verdictIn,
  wireRequest,
} from '../testing/stage.ts';

const PORTOS = systemOfAuthority(PORTO);
const REQUIRED = 'SIGNATURE_REQUIRED /signature';
const INVALID = 'SIGNATURE_INVALID /signature';
const UNREGISTERED = 'SIGNATURE_UNREGISTERED /signature';

/** A hub whose system of Porto is registered with this; the others are as ever. */
function stageWith(registered: Registered) {
  const stage = openStage({});
  const directory = stage.hub.directory.current();
  const system = directory.systems.get(PORTOS);
  if (system === undefined) throw new TypeError('Porto has a system');
  const systems = new Map(directory.systems).set(PORTOS, { ...system, ...registered });
  const hub: Hub = { ...stage.hub, directory: { current: () => ({ ...directory, systems }) } };
  return { ...stage, hub };
}

type Registered = Pick<NationalSystem, 'certificates' | 'signature'>;
type Asked = { readonly registered: Registered; readonly by?: string; readonly verdict: string };

const mandatory = () => stageWith({ signature: 'mandatory', certificates: ['old key', 'new key'] });

function request(more: object = {}): Message {
  return aMessage({ authority: PORTO, type: 'request.send', data: wireRequest(), ...more });
}

function signedBy(hub: Hub, message: Message, by = 'new key'): Message {
  return { ...message, signature: plainSignature(hub.codec.canonical(unsigned(message)), by) };
}

async function sendOne(hub: Hub, message: Message): Promise<Outcome | undefined> {
  return (await process(hub, [submitted(message)]))[0];
}

describe('whose signature is asked for', () => {
  const must: Registered = { signature: 'mandatory', certificates: ['key'] };
  const may: Registered = { signature: 'optional', certificates: ['key'] };
  test.each([
    { who: 'a system that need not sign may leave it', registered: {}, verdict: 'accepted' },
    { who: 'a system that must sign does not', registered: must, verdict: REQUIRED },
    { who: 'a system that must sign does', registered: must, by: 'key', verdict: 'accepted' },
    { who: 'a system that may sign does', registered: may, by: 'key', verdict: 'accepted' },
    { who: 'another key than the registered ones', registered: may, by: 'stolen', verdict: UNREGISTERED },
    { who: 'a system that has registered none signs', registered: {}, by: 'key', verdict: UNREGISTERED },
  ])('$who', async ({ registered, by, verdict }: Asked) => {
    const { hub } = stageWith(registered);
    const message = request();
    expect(verdictIn(await sendOne(hub, by === undefined ? message : signedBy(hub, message, by)))).toBe(verdict);
  }); // prettier-ignore

  test('a signature over other bytes is refused, with the reason', async () => {
    const { hub } = mandatory();
    const { signature = '' } = signedBy(hub, request());
    const refused = await sendOne(hub, { ...request(), signature });
    expect(verdictIn(refused)).toBe(INVALID);
    expect(receiptOf(refused).faults?.[0]?.text).toBe('The signature is not good: other bytes.');
  });

  test('it is one fault among the others', async () => {
    const { hub } = mandatory();
    const refused = await sendOne(hub, request({ source: 'urn:imi-hub:system:other' }));
    expect(verdictIn(refused)).toBe(`SENDER_CONTRADICTION /source, ${REQUIRED}`);
  });
});

describe('a message that was refused for its signature', () => {
  test('is processed under the same id once it is rightly signed, and then has its own receipt for good', async () => {
    const { hub, tables } = mandatory();
    const message = request();
    const wrong = { ...message, signature: plainSignature('something else', 'new key') };
    expect(verdictIn(await sendOne(hub, message))).toBe(REQUIRED);
    expect(verdictIn(await sendOne(hub, wrong))).toBe(INVALID);
    expect(verdictIn(await sendOne(hub, signedBy(hub, message, 'stolen')))).toBe(UNREGISTERED);
    expect(tables.cases.size).toBe(0);
    const accepted = await sendOne(hub, signedBy(hub, message));
    expect(verdictIn(accepted)).toBe('accepted');
    const again = await sendOne(hub, signedBy(hub, message, 'old key'));
    expect(again?.receipt.said).toEqual(accepted?.receipt.said);
    expect(again?.receipt.outgoing).toMatchObject({
      about: accepted?.receipt.outgoing.about,
      duplicate: true,
    });
    expect(tables.cases.size).toBe(1);
  });

  test('gets the same refusal again for the same wrong signature, before and after it was accepted', async () => {
    const { hub } = mandatory();
    const message = request();
    const first = await sendOne(hub, message);
    const second = await sendOne(hub, message);
    await sendOne(hub, signedBy(hub, message));
    const third = await sendOne(hub, message);
    for (const again of [second, third]) {
      expect(again?.receipt.said).toEqual(first?.receipt.said);
      expect(again?.receipt.outgoing).toMatchObject({
        about: first?.receipt.outgoing.about,
        duplicate: true,
      });
    }
  });

  test('the same in one batch', async () => {
    const { hub, tables } = mandatory();
    const message = request();
    const right = signedBy(hub, message);
    const outcomes = await process(
      hub,
      [message, right, message, right].map((one) => submitted(one)),
    );
    expect(outcomes.map(verdictIn)).toEqual([REQUIRED, 'accepted', REQUIRED, 'accepted']);
    expect(outcomes.map(({ receipt }) => receipt.outgoing.duplicate)).toEqual([false, false, true, true]);
    expect(tables.cases.size).toBe(1);
  });

  test('has that receipt in the store: a relay that finds it later sends the same', async () => {
    const { hub } = mandatory();
    const refused = await sendOne(hub, request());
    if (refused === undefined) throw new TypeError('one message has one outcome');
    const { outgoing } = refused.receipt;
    expect(await compose(hub, outgoing)).toEqual(await compose(hub, outgoing, { receipt: refused.receipt }));
  });

  test('also where the signature cannot even be read', async () => {
    const { hub } = mandatory();
    const message = request();
    const garbled = submitted(message, {
      bytes: Buffer.from(JSON.stringify({ ...message, signature: 'no base64!' })),
    });
    const [refused, again] = await process(hub, [garbled, garbled]);
    expect(verdictIn(refused)).toBe('ENVELOPE_INVALID /signature');
    expect(again?.receipt.said).toEqual(refused?.receipt.said);
    expect(verdictIn(await sendOne(hub, signedBy(hub, message)))).toBe('accepted');
  });

  test('but what was processed is not undone by a certificate that has gone', async () => {
    const stage = mandatory();
    const message = signedBy(stage.hub, request());
    const accepted = await sendOne(stage.hub, message);
    const later = stageWith({ signature: 'mandatory', certificates: ['next key'] });
    const again = await sendOne({ ...later.hub, store: stage.hub.store }, message);
    expect(again?.receipt.said).toEqual(accepted?.receipt.said);
  });
});

test('another message under a used id stays a conflict, however it is signed', async () => {
  const { hub } = mandatory();
  await sendOne(hub, signedBy(hub, request({ id: 'used' })));
  const other = request({ id: 'used', data: wireRequest({ reference: 'another' }) });
  expect(verdictIn(await sendOne(hub, other))).toBe('DUPLICATE_CONFLICT /id');
  expect(verdictIn(await sendOne(hub, signedBy(hub, other)))).toBe('DUPLICATE_CONFLICT /id');
});

test('what is kept of an accepted message is still what its sender has signed', async () => {
  const { hub, tables } = mandatory();
  const message = signedBy(hub, request());
  await sendOne(hub, message);
  const [original] = tables.originals;
  const blobs = new Map([...tables.blobs].map(([key, bytes]) => [key.split(' ')[1] ?? '', bytes]));
  const again = messageAgain(original?.plain ?? '{}', blobs);
  if (again === undefined) throw new TypeError('all its documents are there');
  expect(again).toEqual(message);
  expect(signedBy(hub, again).signature).toBe(message.signature);
});

describe('what the hub sends', () => {
  test.each([
    ['receipts alone', false],
    ['everything, if it is told to', true],
  ])('is signed: %s', async (_, signsEverything) => {
    const hub: Hub = { ...openStage({}).hub, signing: plainSigning(signsEverything) };
    const [receipt, news] = await published(hub);
    expect([receipt?.type, news?.type]).toEqual(['receipt', 'request.arrived']);
    if (receipt === undefined || news === undefined) throw new TypeError('both were sent');
    expect(receipt.signature).toBe(signedBy(hub, receipt, 'the hub').signature);
    expect(news.signature).toBe(signsEverything ? signedBy(hub, news, 'the hub').signature : undefined);
  });

  test('is known to the evidence by its digest without signature', async () => {
    const { hub, tables } = openStage({});
    await published(hub);
    const receipt = [...tables.deliveries.values()].find(({ type }) => type === 'receipt');
    if (receipt === undefined) throw new TypeError('there is a receipt');
    const digest = hub.codec.digest(await compose(hub, receipt));
    expect((await finished(hub, await compose(hub, receipt))).digest).toBe(digest);
    expect(tables.evidence.map(({ body }) => body).join()).toContain(digest);
  });

  test('waits in the outbox while the key is away', async () => {
    const { hub, tables, logged } = openStage({});
    const seal = {
      certificates: [],
      sign: async () => Promise.reject(hubFault('SIGNING_UNAVAILABLE', 'a message cannot be signed')),
    };
    expect(await published({ ...hub, signing: { ...hub.signing, seal } })).toMatchObject([{ type: 'request.arrived' }]);
    expect(logged.join()).toContain('SIGNING_UNAVAILABLE');
    const waiting = [...tables.deliveries.values()].filter(({ isHandedOver }) => !isHandedOver);
    expect(waiting.map(({ type }) => type)).toEqual(['receipt']);
  }); // prettier-ignore
});

test('the addressee of a request is not asked for the signature of its sender', async () => {
  const { hub } = mandatory();
  await sendOne(hub, signedBy(hub, request()));
  const accept = aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 });
  expect(verdictIn(await sendOne(hub, accept))).toBe('accepted');
});

/** Everything that one request has set off and that went out, by type. */
async function published(hub: Hub): Promise<readonly Message[]> {
  const sent: Message[] = [];
  const outbox = {
    publish: async ({ bytes }: { bytes: Uint8Array }) => void sent.push(JSON.parse(Buffer.from(bytes).toString())),
  }; // prettier-ignore
  await openRelay(hub, outbox, { meter: { delivered: () => undefined } }).handOver(
    parcelsOf(await process(hub, [submitted(request())])),
  );
  return sent.toSorted((one, other) => one.type.localeCompare(other.type));
}

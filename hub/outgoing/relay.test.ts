import { describe, expect, test } from 'vitest';
import type { Message } from '../../domain/kernel/message.ts';
import { makeDirectory } from '../../domain/directory/directory.ts';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import type { Outbox } from '../ports/surroundings.ts';
import { process } from '../intake/settle.ts';
import { openRelay, parcelsOf } from './relay.ts';
import {
  aMessage, NOW, openStage, submitted, systemOfAuthority, wireRequest, type Stage,
} from '../testing/stage.ts'; // prettier-ignore

type Published = Parameters<Outbox['publish']>[0];

/** Takes everything, but nothing of the types it is told to drop. */
function openOutbox(drops: readonly string[] = []) {
  const published: Published[] = [];
  const outbox: Outbox = {
    async publish(message) {
      if (drops.includes(message.type)) throw new Error('the broker is away');
      published.push(message);
    },
  };
  return { outbox, published };
}

function relayOf({ hub }: Stage, outbox: Outbox, lags: number[] = []) {
  return openRelay(hub, outbox, { meter: { delivered: (seconds) => void lags.push(seconds) } });
}

function inOrder(published: readonly Published[]): readonly Message[] {
  return published.map(contentOf).toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const LATER = '2026-11-22T00:00:00.000Z';

async function sentAndAccepted(stage: Stage) {
  const send = aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() });
  const accept = aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 });
  return process(stage.hub, [submitted(send), submitted(accept)]);
}

function contentOf({ bytes }: Published): Message {
  const message: Message = JSON.parse(Buffer.from(bytes).toString('utf8'));
  return message;
}

describe('what has been written is handed over', () => {
  test('at once, and then waits no more', async () => {
    const stage = openStage({});
    const { outbox, published } = openOutbox();
    const lags: number[] = [];
    await relayOf(stage, outbox, lags).handOver(parcelsOf(await sentAndAccepted(stage)));
    expect(lags).toEqual([0, 0, 0, 0, 0]);
    expect(published.map(({ type, system }) => `${type} > ${system}`).toSorted()).toEqual(
      [
        `receipt > ${systemOfAuthority(PORTO)}`,
        `receipt > ${systemOfAuthority(BERLIN)}`,
        `request.arrived > ${systemOfAuthority(BERLIN)}`,
        `request.accepted > ${systemOfAuthority(PORTO)}`,
        `request.disclosed > ${systemOfAuthority(BERLIN)}`,
      ].toSorted(),
    );
    expect(await relayOf(stage, outbox).sweep(LATER)).toBe(0);
  });

  test('or by the next sweep, as the same message to the letter', async () => {
    const stage = openStage({});
    const [now, swept] = [openOutbox(), openOutbox()];
    const outcomes = await sentAndAccepted(stage);
    expect(await relayOf(stage, swept.outbox).sweep(LATER)).toBe(5);
    await relayOf(stage, now.outbox).handOver(parcelsOf(outcomes));
    expect(inOrder(swept.published)).toEqual(inOrder(now.published));
  });

  test('but not what is younger than the sweep looks for', async () => {
    const stage = openStage({});
    await sentAndAccepted(stage);
    expect(await relayOf(stage, openOutbox().outbox).sweep(NOW)).toBe(0);
  });
});

test('a receipt bears the id of the message that it answers, and news bear their case', async () => {
  const stage = openStage({});
  const { outbox, published } = openOutbox();
  await relayOf(stage, outbox).handOver(parcelsOf(await sentAndAccepted(stage)));
  for (const one of published) {
    const { subject, data }: { readonly subject?: string; readonly data: unknown } = contentOf(one);
    expect(one.correlation).toBe(one.type === 'receipt' ? Object(data).message : subject);
  }
});

test('what is still under way is not swept up as well, however long it takes', async () => {
  const stage = openStage({});
  const published: string[] = [];
  const ends: (() => void)[] = [];
  const slow: Outbox = {
    publish({ id }) {
      published.push(id);
      return new Promise((resolve) => ends.push(resolve));
    },
  };
  const relay = relayOf(stage, slow);
  const handing = relay.handOver(parcelsOf(await sentAndAccepted(stage)));
  await relay.sweep(LATER);
  for (const end of ends) end();
  await handing;
  expect(published).toHaveLength(5);
  expect(await relay.sweep(LATER)).toBe(0);
});

test('a delivery that cannot be handed over holds up no other, and waits for the next sweep', async () => {
  const stage = openStage({});
  const away = openOutbox(['request.arrived']);
  await relayOf(stage, away.outbox).handOver(parcelsOf(await sentAndAccepted(stage)));
  expect(away.published).toHaveLength(4);
  expect(stage.logged.join()).toContain('delivery waits');
  const back = openOutbox();
  await relayOf(stage, back.outbox).sweep(LATER);
  expect(back.published.map(({ type }) => type)).toEqual(['request.arrived']);
});

describe('what a message shows', () => {
  test('before acceptance: the request without the person and without the document', async () => {
    const stage = openStage({});
    const { outbox, published } = openOutbox();
    await relayOf(stage, outbox).handOver(parcelsOf(await sentAndAccepted(stage)));
    const arrived = published.find(({ type }) => type === 'request.arrived');
    const text = Buffer.from(arrived?.bytes ?? []).toString('utf8');
    expect(text).not.toMatch(/Quakenbrink|Xanthippe|1977-03-09|diploma\.pdf/);
    expect(text).not.toContain(Buffer.from('%PDF-1.7 a diploma').toString('base64'));
    expect(text).toContain('Since when?');
  });

  test('no document to a system that may no longer read it', async () => {
    const stage = openStage({});
    const { outbox, published } = openOutbox();
    const parcels = parcelsOf(await sentAndAccepted(stage));
    const { version, authorities, systems } = stage.hub.directory.current();
    const lesser = [...systems.values()].map((system) => ({ ...system, roles: ['allocator'] as const }));
    const directory = makeDirectory(version + 1, [...authorities.values()], lesser);
    const hub = { ...stage.hub, directory: { current: () => directory } };
    await relayOf({ ...stage, hub }, outbox).handOver(parcels);
    const disclosed = published.find(({ type }) => type === 'request.disclosed');
    const text = Buffer.from(disclosed?.bytes ?? []).toString('utf8');
    expect(text).toContain('"withoutPersonalData"');
    expect(text).not.toMatch(/Quakenbrink|diploma\.pdf|"content"/);
  });

  test('after it: both, and what the receiver may do next', async () => {
    const stage = openStage({});
    const { outbox, published } = openOutbox();
    await relayOf(stage, outbox).handOver(parcelsOf(await sentAndAccepted(stage)));
    const disclosed = published.find(({ type }) => type === 'request.disclosed');
    const message = disclosed === undefined ? undefined : contentOf(disclosed);
    expect(message).toMatchObject({
      subject: 'REQ-1',
      caseversion: 2,
      authority: BERLIN,
      data: {
        case: {
          language: 'de',
          level: 'full',
          attachments: [
            { name: 'diploma.pdf', content: Buffer.from('%PDF-1.7 a diploma').toString('base64') },
          ],
          commands: expect.arrayContaining(['request.reply', 'report.order', 'dossier.order']),
        },
      },
    });
  });
});

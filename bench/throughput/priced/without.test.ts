import { expect, test } from 'vitest';
import { compileCodecs } from '../../../adapters/codecs/codecs.ts';
import type { Assembled } from '../../../adapters/assemble.ts';
import { merge } from '../../../hub/case/changes.ts';
import type { Changes } from '../../../hub/ports/records.ts';
import type { Unit } from '../../../hub/ports/store.ts';
import { makeBook } from '../../../schemas/catalogue.ts';
import { messageSealOf } from '../../../signing/message/message-seal.ts';
import { openSeal } from '../../../signing/seal/open-seal.ts';
import { makeTrainingSeal } from '../../../signing/training-seal.ts';
import { formOf } from '../request.ts';
import { without } from './without.ts';

const AT = '2026-11-28T09:30:00Z';
const book = makeBook();
const written: Changes[] = [];
const asked: string[] = [];

/** Only what a substitute takes hold of. */
async function assembled(): Promise<Assembled> {
  const unit = {
    load: () => Promise.resolve(asked.push('load')),
    heads: () => Promise.resolve(asked.push('heads')),
    write: (changes: Changes) => Promise.resolve(written.push(changes)),
  };
  const seal = messageSealOf(await openSeal(makeTrainingSeal({ key: 'ec', passphrase: 'training' })));
  const store = { transaction: (work: (given: unknown) => unknown) => Promise.resolve(work(unit)) };
  return { book, hub: { codec: compileCodecs(book), signing: { seal }, store } } as unknown as Assembled;
}

test('without signature there is one, of something else', async () => {
  const { hub } = await without('signature', await assembled());
  const [one, other] = await Promise.all(['one', 'other'].map((content) => hub.signing.seal.sign(content, AT)));
  expect(one).toBe(other);
  expect(one?.length).toBeGreaterThan(500);
}); // prettier-ignore

test('without validation what is wrong is read like anything else', async () => {
  const message = formOf('send', { now: new Date() })('bench-r1-1').toString();
  const wrong = Buffer.from(message.replace('<area>PQ</area>', ''));
  const [whole, less] = [await assembled(), await without('validation', await assembled())];
  expect(whole.hub.codec.decode(wrong, 'application/xml')).toHaveProperty('faults');
  expect(less.hub.codec.decode(wrong, 'application/xml')).toHaveProperty('digest');
});

test('without evidence of delivery only the mark is written, and no chain is locked', async () => {
  const { hub } = await without('delivery', await assembled());
  const evidence = [{ chain: 'c', caseSeq: 0, seq: 1, kind: 'k', at: AT, body: '', prev: '', hash: '' }];
  async function work(unit: Unit) {
    await unit.heads(['c']);
    await unit.write(merge([{ evidence, handedOver: [{ id: '1', at: AT }] }]));
  }
  await hub.store.transaction(work);
  expect(asked).toEqual([]);
  expect(written.at(-1)).toMatchObject({ evidence: [], heads: [], handedOver: [{ id: '1' }] });
});

test('and of what comes in there is evidence still', async () => {
  const { hub } = await without('delivery', await assembled());
  const evidence = [{ chain: 'c', caseSeq: 0, seq: 1, kind: 'k', at: AT, body: '', prev: '', hash: '' }];
  await hub.store.transaction(async (unit) => {
    await unit.load([], []);
    await unit.heads(['c']);
    await unit.write(merge([{ evidence }]));
  });
  expect(asked).toEqual(['load', 'heads']);
  expect(written.at(-1)).toMatchObject({ evidence });
});

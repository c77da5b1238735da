import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { canonicalOf } from '../adapters/codecs/canonical.ts';
import { schemaUrn, systemUrn, type Message } from '../domain/kernel/message.ts';
import { openSignatures } from '../signing/message/check-signature.ts';
import { messageSealOf } from '../signing/message/message-seal.ts';
import { sealDetached } from '../signing/seal/detached.ts';
import { openSeal } from '../signing/seal/open-seal.ts';
import { makeTrainingSeal } from '../signing/training-seal.ts';

/**
 * What a signature costs each receipt: on the main thread, which everything else has to pass too, and in all. Signing
 * itself is done by libuv's threads; checking a system's signature is done where the message is read.
 */

const AT_ONCE = 100;
const ROUNDS = 5;
const WHEN = '2026-11-21T09:30:00Z';

const receipt: Message = {
  specversion: '1.0',
  id: 'f3c5a3a4-6a0e-4a54-9a53-0f6a5f6f9d10',
  source: 'urn:imi-hub',
  type: 'receipt',
  subject: 'REQ-2026-0000001',
  time: WHEN,
  dataschema: schemaUrn('receipt'),
  datacontenttype: 'application/json',
  receiver: systemUrn('pt-registos'),
  data: {
    message: '01JCZ6V7Q0F8T4M2',
    digest: 'ab'.repeat(32),
    outcome: 'accepted',
    receivedAt: WHEN,
    case: 'REQ-2026-0000001',
    version: 1,
    status: 'awaitingAcceptance',
    route: { authority: 'DE-T-LEHRAMT', reasons: [{ code: 'named', facts: [] }] },
    evidence: { chain: 'REQ-2026-0000001', seq: 1, hash: 'cd'.repeat(32) },
  },
};

type Cost = { readonly main: number; readonly all: number };

/** Nanoseconds on a processor: of this thread, as Linux counts them, and of the process. */
function spent(): { readonly main: number; readonly all: number } {
  const [main = ''] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  const { user, system } = process.cpuUsage();
  return { main: Number(main), all: (user + system) * 1000 };
}

/** Microseconds for each of `count` runs, so many of them at once. */
async function costOf(count: number, run: (index: number) => unknown): Promise<Cost> {
  const before = spent();
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count) await run((next += 1));
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => lane()));
  const after = spent();
  return { main: (after.main - before.main) / count / 1000, all: (after.all - before.all) / count / 1000 };
}

async function measured(name: string, count: number, run: (index: number) => unknown): Promise<void> {
  await costOf(count / 10, run);
  const rounds: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await costOf(count, run));
  const [main, all] = [median(rounds.map((one) => one.main)), median(rounds.map((one) => one.all))];
  process.stdout.write(`${main.toFixed(1).padStart(8)} µs ${all.toFixed(1).padStart(8)} µs  ${name}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function receiptNumber(index: number): string {
  return canonicalOf({ ...receipt, id: `${receipt.id}-${index}` });
}

process.stdout.write(
  `main thread  in all   a receipt of ${receiptNumber(0).length} bytes, ${AT_ONCE} at once; median of ${ROUNDS} rounds\n`,
);
await measured('its canonical form alone, which the digest in the evidence takes anyway', 20_000, (index) =>
  receiptNumber(index),
);
for (const key of ['ec', 'rsa'] as const) {
  const count = key === 'ec' ? 10_000 : 2000;
  const training = makeTrainingSeal({ key, passphrase: 'training' });
  const seal = await openSeal(training);
  const messages = messageSealOf(seal);
  const name = key === 'ec' ? 'EC P-256' : 'RSA-2048';
  await measured(`canonical form and signature, ${name}`, count, (index) =>
    messages.sign(receiptNumber(index), WHEN),
  );
  await measured(`the same with everything written anew, ${name}`, count, (index) =>
    sealDetached(Buffer.from(receiptNumber(index)), { seal, signedAt: WHEN }),
  );
  const { check } = openSignatures();
  const certificates = [new X509Certificate(training.certificate).toString()];
  const content = receiptNumber(0);
  const signature = await messages.sign(content, WHEN);
  await measured(`checking a signature of a system, ${name}`, count, () => {
    if (check({ content, signature, certificates, at: WHEN }) !== undefined)
      throw new TypeError('it is good');
  });
}

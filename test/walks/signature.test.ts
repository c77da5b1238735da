import { generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { digestOf, type Message } from '../../connector/message.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { signMessage, type Sign } from '../../connector/signature.ts';
import { sealDetached } from '../../signing/seal/detached.ts';
import { issueCertificate } from '../../signing/training/certificate.ts';
import { sealOf, type Identity } from '../../signing/training/pki.ts';
import { effectsOf } from '../support/effects.ts';
import { runCommand, type Answer } from '../support/command.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { publishDirectory } from '../support/publish-directory.ts';
import { bytesOf } from '../support/raw.ts';
import { command, request, requestData } from '../support/requests.ts';
import { openSystem, useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { repeated } from '../support/repeated.ts';

const hub = useHub('signature', { HUB_SIGN_MESSAGES: 'no' });
const tables = useTables(hub);
const folder = useFolder();
const open = useSystems(hub);

const SIGNS = 'de-anerkennung';
const OTHER = 'el-prosonta';
const [own, stolen] = [newIdentity(), newIdentity()];

beforeAll(async () => {
  const certificates = [new X509Certificate(own.certificate).toString()];
  await publishDirectory(hub(), (systems) =>
    systems.map((one) => (one.id === SIGNS ? { ...one, certificates, signature: 'mandatory' } : one)),
  );
  // Running hubs look for a newer directory every second.
  const system = await openSystem(hub(), SIGNS);
  await until('the system is known to have to sign', async () => {
    const { outcome } = await system.send(request(SIGNS));
    return outcome === 'rejected';
  });
  await system.close();
}, 60_000);

function signed(message: Message, by: Identity = own): Promise<Message> {
  return signMessage(message, signBy(by));
}

function signBy(identity: Identity): Sign {
  const seal = sealOf(identity, []);
  return (bytes) => sealDetached(bytes, { seal, signedAt: new Date().toISOString() });
}

function codesOf({ faults = [] }: Awaited<ReturnType<NationalSystem['send']>>): readonly string[] {
  return faults.map(({ code, path = '' }) => `${code} ${path}`);
}

test.each(['amqp', 'http'] as const)(
  'a system that has to sign is refused without and with a wrong signature, and then heard with the right one: %s',
  async (kind) => {
    const system = await open(SIGNS, { kind, hubCertificates: [hub().messageSeal] });
    const message = request(SIGNS);
    const other = await signed(request(SIGNS));

    const unsigned = await system.send(message);
    expect(codesOf(unsigned)).toEqual(['SIGNATURE_REQUIRED /signature']);
    const wrong = { ...message, signature: other.signature ?? '' };
    expect(codesOf(await system.send(wrong))).toEqual(['SIGNATURE_INVALID /signature']);
    expect(codesOf(await system.send(await signed(message, stolen)))).toEqual([
      'SIGNATURE_UNREGISTERED /signature',
    ]);
    expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: SIGNS, id: message.id }])).toBe(0);

    const right = await signed(message);
    const accepted = await system.send(right);
    expect(accepted).toMatchObject({ outcome: 'accepted', digest: digestOf(message) });
    for (const again of [right, await signed(message)]) {
      const receipt = await system.send(again);
      expect(receipt).toEqual(repeated(accepted, receipt));
    }
    const refused = await system.send(message);
    expect(refused).toEqual(repeated(unsigned, refused));
    expect(await effectsOf({ hub: hub(), tables: tables() }, [{ system: SIGNS, id: message.id }])).toBe(1);
  },
);

test('the signature counts in XML as in JSON', async () => {
  const system = await open(SIGNS);
  const message = await signed(request(SIGNS));
  const first = await system.send(message);
  const xml = { id: message.id, contentType: 'application/xml', bytes: await bytesOf(message, 'xml') };
  const again = await system.send(xml);
  expect(first.outcome).toBe('accepted');
  expect(again).toEqual(repeated(first, again));
});

test('a connector signs what it submits, and takes no receipt but a signed one', async () => {
  const system = await open(SIGNS, { sign: signBy(own), hubCertificates: [hub().messageSeal] });
  const wish = { authority: 'DE-T-LEHRAMT', data: requestData() };
  expect(await system.submit('request.send', wish)).toMatchObject({ outcome: 'accepted' });

  const troubles: string[] = [];
  const strict = await open(OTHER, {
    kind: 'http',
    hubCertificates: [stolen.certificate],
    onTrouble: ({ message }) => void troubles.push(message),
  });
  const sent = strict.send(request(OTHER, requestData({ country: 'BG' })));
  await expect(sent).rejects.toMatchObject({ code: 'NOT_GENUINE' });
});

test('a receipt as it came is verified by the command and at the gateway, and found altered when it is', async () => {
  const system = await open(SIGNS);
  const sent = await signed(request(SIGNS));
  const { case: number = '', version = 0 } = await system.send(sent);
  const accepting = command(SIGNS, 'request.withdraw', { case: { case: number, version } });
  await system.send(await signed(accepting));
  const receipt = system.received.find(({ message }) => message.subject === number);
  if (receipt === undefined) throw new TypeError('there is a receipt');
  const text = Buffer.from(receipt.bytes).toString('utf8');
  const altered = text.replace('accepted', 'rejected');

  const root = join(folder(), 'root.cer');
  writeFileSync(root, hub().root);
  const [good, bad, tooLow] = await Promise.all([
    verifyFile(text, root),
    verifyFile(altered, root),
    verifyFile(text, root, '--level', 'B-T'),
  ]);
  expect(good.code).toBe(0);
  expect(good.said).toContain('The signature is good (TOTAL-PASSED).');
  expect(good.said).toContain(`the message ${sent.id}, received at`);
  expect(good.said).toContain(`was accepted: case ${number}`);
  expect(bad).toMatchObject({ code: 1, said: expect.stringMatching(/What it says is not proven/) });
  expect(tooLow.code).toBe(2);

  expect(await askGateway(text)).toMatchObject({
    kind: 'receipt',
    indication: 'TOTAL-PASSED',
    level: 'B-B',
    says: { receipt: { message: sent.id, outcome: 'accepted', case: number } },
  });
  expect(await askGateway(altered)).toMatchObject({ indication: 'TOTAL-FAILED', reason: 'DIGEST_DIFFERS' });
});

function verifyFile(text: string, root: string, ...options: readonly string[]): Promise<Answer> {
  const file = join(folder(), `receipt-${randomUUID()}`);
  writeFileSync(file, text);
  return runCommand('verify', [file, '--trust', root, ...options]);
}

async function askGateway(text: string): Promise<unknown> {
  const type = text.startsWith('<') ? 'application/xml' : 'application/json';
  const headers = { 'content-type': type };
  const answer = await fetch(new URL('/verify', hub().httpUrl), { method: 'POST', headers, body: text });
  return answer.json();
}

/** A key of a national system, with a certificate that it has made for itself. */
function newIdentity(): Identity {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = {
    country: 'XX',
    organization: 'A national system of the tests',
    organizationIdentifier: 'NTRXX-1',
    commonName: 'Signer of messages',
  };
  const validity = { from: new Date(Date.now() - 3_600_000), until: new Date(Date.now() + 3_600_000) };
  const certificate = issueCertificate(
    { serial: 1, subject, key, usage: 'seal', validity },
    { subject, key },
  );
  return { subject, serial: 1, key, certificate };
}

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BERLIN, LISBON, PORTO } from '../../domain/testing/cast.ts';
import { checkUploads } from '../documents/check-uploads.ts';
import { documentsNamed } from '../case/attached.ts';
import { documentsOf, messageAgain } from '../case/original.ts';
import type { Hub } from '../hub.ts';
import type { Scanned, Scanner, UploadSaid } from '../ports/documents.ts';
import { aMessage, openStage, submitted, systemOfAuthority, verdictIn, wireRequest, type Stage } from '../testing/stage.ts'; // prettier-ignore
import { process } from './settle.ts';

const BYTES = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(2_000_000, 7)]);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const ID = '00000000-0000-4000-8000-000000000001';
const QUOTA = { count: 9, bytes: 2 ** 40 };

type Uploading = {
  readonly said?: Partial<UploadSaid>;
  readonly bytes?: Buffer;
  readonly isChecked?: boolean;
  readonly scanner?: Scanner;
};

async function stageWith({ said = {}, bytes = BYTES, isChecked = true, scanner }: Uploading = {}) {
  const stage = openStage({});
  const hub: Hub = { ...stage.hub, ...(scanner && { scanner }) };
  const whole = { id: ID, owner: systemOfAuthority(PORTO), authority: PORTO, mediaType: 'application/pdf', size: BYTES.length, sha256: SHA256, expiresAt: '2027-01-01T00:00:00.000Z', ...said };
  await hub.store.openUpload(whole, QUOTA);
  await hub.store.keepPiece({ upload: ID, index: 0, bytes, from: 0 });
  if (isChecked) await checkUploads(hub, { aborted: false });
  return { ...stage, hub };
} // prettier-ignore

function claiming(upload: object = {}, more: object = {}) {
  const claim = { id: ID, sha256: SHA256, size: BYTES.length, ...upload };
  const attachment = { id: 'doc-1', name: 'plan.pdf', mediaType: 'application/pdf', upload: claim, ...more };
  return wireRequest({ attachments: [attachment] });
}

async function verdict({ hub }: Pick<Stage, 'hub'>, data: unknown, more: object = {}) {
  const message = aMessage({ authority: PORTO, type: 'request.send', data, ...more });
  return verdictIn((await process(hub, [submitted(message)]))[0]);
}

test('a message that claims what was uploaded is accepted, and the upload is that of its case from then on', async () => {
  const stage = await stageWith();
  expect(await verdict(stage, claiming())).toBe('accepted');
  expect(await stage.hub.store.documentIn('REQ-1', SHA256)).toMatchObject({ id: ID, caseNumber: 'REQ-1' });
  expect(stage.tables.blobs.size).toBe(0);
});

test('the same message again has its first receipt, and no other message can have the upload', async () => {
  const stage = await stageWith();
  const message = aMessage({ authority: PORTO, type: 'request.send', data: claiming() });
  const twice = await process(stage.hub, [submitted(message), submitted(message)]);
  expect(twice.map(verdictIn)).toEqual(['accepted', 'accepted']);
  expect(await verdict(stage, claiming())).toBe('UPLOAD_CLAIMED /data/attachments/0/upload/id');
});

test('of two messages of one batch that claim the same, the second is refused', async () => {
  const stage = await stageWith();
  const both = [1, 2].map(() => aMessage({ authority: PORTO, type: 'request.send', data: claiming() }));
  const verdicts = await process(stage.hub, both.map((message) => submitted(message)));
  expect(verdicts.map(verdictIn)).toEqual(['accepted', 'UPLOAD_CLAIMED /data/attachments/0/upload/id']);
}); // prettier-ignore

test('a draft keeps what it has claimed, and is sent with it', async () => {
  const stage = await stageWith();
  expect(await verdict(stage, claiming(), { type: 'request.save' })).toBe('accepted');
  const sending = { subject: 'REQ-1', caseversion: 1 };
  expect(await verdict(stage, claiming(), sending)).toBe('accepted');
});

function keeping(...ids: readonly string[]) {
  const described = ids.map((id) => ({ id, name: `${id}.pdf`, mediaType: 'application/pdf' }));
  return wireRequest({ attachments: described.map((one) => ({ ...one, kept: true })) });
}

const NONE = { detached: [], claimed: [] };

describe('what a draft has', () => {
  const CONTENT = Buffer.from('%PDF-1.7 a diploma');
  const small = { id: 'doc-2', name: 'diploma.pdf', mediaType: 'application/pdf', content: CONTENT.toString('base64') };
  const large = { id: 'doc-1', name: 'plan.pdf', mediaType: 'application/pdf', upload: { id: ID, sha256: SHA256, size: BYTES.length } };

  async function drafted() {
    const stage = await stageWith();
    expect(await verdict(stage, wireRequest({ attachments: [large, small] }), { type: 'request.save' })).toBe('accepted');
    return stage;
  }

  test('is kept, large and small, by a message without any of its bytes', async () => {
    const stage = await drafted();
    const saving = { type: 'request.save', subject: 'REQ-1', caseversion: 1 };
    expect(await verdict(stage, keeping('doc-1', 'doc-2'), saving)).toBe('accepted');
    expect(await verdict(stage, keeping('doc-2', 'doc-1'), { subject: 'REQ-1', caseversion: 2 })).toBe('accepted');
    const names = stage.tables.events.map(({ sealed }) => documentsNamed(sealed?.plain ?? '{"content":{}}'));
    const digest = createHash('sha256').update(CONTENT).digest('hex');
    expect(names).toEqual([[SHA256, digest], [SHA256, digest], [digest, SHA256]]);
    expect([...stage.tables.blobs.keys()]).toEqual([`REQ-1 ${digest}`]);
    expect(stage.tables.originals.map(({ plain }) => documentsOf(plain))).toEqual([{ detached: [digest], claimed: [SHA256] }, NONE, NONE]);
    const [, , sent] = stage.tables.originals;
    expect(messageAgain(sent?.plain ?? '', new Map())?.data).toEqual(keeping('doc-2', 'doc-1'));
  });

  test('is kept beside what comes with the message, which is given again as it was sent', async () => {
    const stage = await drafted();
    const data = wireRequest({ attachments: [...keeping('doc-1').attachments, { ...small, id: 'doc-3' }] });
    expect(await verdict(stage, data, { subject: 'REQ-1', caseversion: 1 })).toBe('accepted');
    const plain = stage.tables.originals[1]?.plain ?? '';
    const again = messageAgain(plain, new Map(documentsOf(plain).detached.map((sha256) => [sha256, CONTENT])));
    expect(again?.data).toEqual(data);
  });

  const [NEW, THERE] = [{}, { subject: 'REQ-1', caseversion: 1 }];

  test.each([
    ['what it has not', [keeping('doc-7'), THERE], 'ATTACHMENT_NOT_KEPT /data/attachments/0/kept'],
    ['what a new request would have to have', [keeping('doc-1'), NEW], 'ATTACHMENT_NOT_KEPT /data/attachments/0/kept'],
    ['what somebody else has', [keeping('doc-1'), { ...THERE, authority: BERLIN }], 'CASE_UNKNOWN /subject'],
    ['what is kept and comes', [wireRequest({ attachments: [{ ...small, kept: true }] }), THERE], 'ATTACHMENT_NEITHER /data/attachments/0'],
    ['what is said not to be kept', [wireRequest({ attachments: [{ ...small, kept: false }] }), THERE], 'ATTACHMENT_NEITHER /data/attachments/0'],
  ] as const)('is not %s', async (_, [data, more], expected) => {
    expect(await verdict(await drafted(), data, more)).toBe(expected);
  });
}); // prettier-ignore

describe('a claim is refused', () => {
  const PLACE = '/data/attachments/0/upload';

  test.each([
    ['of what was never uploaded', [{}, { id: ID.replace(/1$/, '2') }], `UPLOAD_UNKNOWN ${PLACE}/id`],
    ['of what another system has uploaded', [{ said: { owner: systemOfAuthority(BERLIN) } }, {}], `UPLOAD_UNKNOWN ${PLACE}/id`],
    ['of what its system has uploaded for another authority', [{ said: { authority: LISBON } }, {}], `UPLOAD_UNKNOWN ${PLACE}/id`],
    ['of what has not come whole', [{ bytes: BYTES.subarray(0, 100) }, {}], `UPLOAD_INCOMPLETE ${PLACE}/id`],
    ['of what is not checked yet', [{ isChecked: false }, {}], `UPLOAD_CHECKING ${PLACE}/id`],
    ['of other bytes than were promised', [{ said: { sha256: 'ab'.repeat(32) } }, { sha256: 'ab'.repeat(32) }], `UPLOAD_DIFFERS ${PLACE}`],
    ['by another digest', [{}, { sha256: 'ab'.repeat(32) }], `UPLOAD_DIFFERS ${PLACE}/sha256`],
    ['by another size', [{}, { size: 5 }], `UPLOAD_DIFFERS ${PLACE}/size`],
  ] as const)('%s', async (_, [uploading, upload], expected) => {
    expect(await verdict(await stageWith(uploading), claiming(upload))).toBe(expected);
  }); // prettier-ignore

  test('of bytes that are not of the type', async () => {
    const bytes = Buffer.alloc(BYTES.length, 1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stage = await stageWith({ said: { sha256 }, bytes });
    expect(await verdict(stage, claiming({ sha256 }))).toBe(`ATTACHMENT_CONTENT ${PLACE}`);
  });

  test('under another type', async () => {
    const stage = await stageWith();
    expect(await verdict(stage, claiming({}, { mediaType: 'image/png' }))).toBe(
      'UPLOAD_DIFFERS /data/attachments/0/mediaType',
    );
  });

  test('of more than the area takes', async () => {
    const size = 20_971_521;
    const stage = await stageWith({ said: { size }, isChecked: false });
    expect(await verdict(stage, claiming({ size }))).toBe(
      `UPLOAD_INCOMPLETE ${PLACE}/id, ATTACHMENT_TOO_LARGE ${PLACE}/size`,
    );
  });

  test('where the message itself is wrong, and may be claimed again by a right one', async () => {
    const stage = await stageWith();
    expect(await verdict(stage, { ...claiming(), deadline: '2020-01-01' })).toMatch(/^DEADLINE/);
    expect(await verdict(stage, claiming())).toBe('accepted');
  });
});

describe('a scanner', () => {
  test.each([['clean', 'accepted'], ['found', 'ATTACHMENT_INFECTED /data/attachments/0/upload'], ['unavailable', 'UPLOAD_CHECKING /data/attachments/0/upload/id']] as const)(
    'that says %s of an upload: %s',
    async (said, expected) => {
      expect(await verdict(await stageWith({ scanner: saying(said) }), claiming())).toBe(expected);
    },
  ); // prettier-ignore

  test.each([['clean', 'accepted'], ['found', 'ATTACHMENT_INFECTED /data/attachments/0/content']] as const)(
    'that says %s of a document inside a message: %s',
    async (said, expected) => {
      expect(await verdict(await stageWith({ scanner: saying(said) }), wireRequest())).toBe(expected);
    },
  ); // prettier-ignore

  test('that is away is a fault that passes for messages with documents, and for no others', async () => {
    const stage = await stageWith({ scanner: saying('unavailable') });
    await expect(verdict(stage, wireRequest())).rejects.toMatchObject({ kind: 'SCANNER_UNAVAILABLE' });
    expect(await verdict(stage, wireRequest({ attachments: [] }))).toBe('accepted');
  });

  test('sees every byte of an upload', async () => {
    let seen = 0;
    const scanner: Scanner = {
      async scan(bytes) {
        for await (const piece of bytes) seen += piece.length;
        return 'clean';
      },
    };
    await stageWith({ scanner });
    expect(seen).toBe(BYTES.length);
  });
});

function saying(what: Scanned): Scanner {
  return { scan: async () => what };
}

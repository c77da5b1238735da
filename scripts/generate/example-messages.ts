import { HUB, schemaUrn, systemUrn, type Message } from '../../domain/kernel/message.ts';
import type { Tell } from '../../domain/kernel/effects.ts';
import { areaOf } from '../../domain/testing/areas.ts';
import {
  BERLIN,
  BONN,
  COMMISSION,
  handler,
  LISBON,
  PORTO,
  reader,
  referee,
} from '../../domain/testing/cast.ts';
import { THE_HUB } from '../../domain/kernel/workflow.ts';
import { given, type Story } from '../../domain/testing/given.ts';
import { IN_SERVICES, notification } from '../../domain/testing/derogation.ts';
import { kept, PAPERS } from '../../domain/testing/papers.ts';
import { stations } from '../../domain/testing/stations.ts';
import { compileAreas } from '../../schemas/area/compile.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import type { MessageType } from '../../schemas/message/book.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { SIGNATURE } from './example-signature.ts';

const TIME = '2026-11-21T09:30:00Z';
/** As the rules are told it in stories; `inRealForm` makes it what the hub would give. */
const CASE = 'REQ-2026-000001';
/** One of its authorities speaks in each command. */
const BY_RESPONDER = /accept$|refuse$|forward$|split$|reply$|AdditionalInformation$|uphold$|^reply\./;
const BY_REFEREE = /approve$|return$|find/;

/** A right message of every type: the commands with the papers of the tests, and what is told at the stations of a request. */
export function rightMessages(): ReadonlyMap<string, Message> {
  const told = whatIsTold();
  const news = { report: REPORT };
  const messages = [
    ...CATALOGUE.types
      .filter(({ direction }) => direction === 'to hub')
      .map((type) => [type.type, command(type)] as const),
    ...told,
    ['report.issued', fromHub('report.issued', { to: PORTO, data: news })] as const,
    ['receipt', receipt()] as const,
  ];
  return new Map(messages.map(([type, message]) => [type, inRealForm(message)]));
}

/** Case numbers with the signs behind them that no story needs (`adapters/store/ids.ts`). */
function inRealForm(message: Message): Message {
  const text = JSON.stringify(message).replaceAll(/REQ-2026-(\d{6})(?=")/g, 'REQ-2026-0$1-7X2KQM');
  return JSON.parse(text);
}

function command({ type, subject }: MessageType): Message {
  const authority = speaker(type);
  const isOnCase = subject === 'required' || type === SAVED_AGAIN;
  return {
    ...frame(type),
    source: systemUrn(systemOf(authority)),
    ...(isOnCase ? { subject: CASE, caseversion: 3 } : {}),
    authority,
    data: onTheWire(PAPERS[type], type === SAVED_AGAIN ? [UPLOADED, kept('doc-3')] : [UPLOADED]),
  };
}

/** The example of a draft is one that is there already, and keeps a document. */
const SAVED_AGAIN = 'request.save';

function speaker(type: string): string {
  if (BY_REFEREE.test(type)) return type.startsWith('reply.') ? BONN : LISBON;
  return BY_RESPONDER.test(type) && type !== 'request.askAdditionalInformation' ? BERLIN : PORTO;
}

function frame(type: string) {
  return {
    specversion: '1.0',
    id: `example-${type}`,
    type,
    time: TIME,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
  } as const;
}

function systemOf(authority: string): string {
  return authority.toLowerCase();
}

/** The rules know a document by its digest; it travels with its bytes. */
function onTheWire(data: unknown, more: readonly object[]): unknown {
  if (typeof data !== 'object' || data === null || !('attachments' in data)) return data;
  const { attachments } = data;
  return { ...data, attachments: [...(Array.isArray(attachments) ? attachments.map(withContent) : []), ...more] };
} // prettier-ignore

/** One that was handed in before. */
const UPLOADED = {
  id: 'doc-20',
  name: 'plans-of-the-workshop.pdf',
  mediaType: 'application/pdf',
  upload: { id: '018f3c5e-7d2a-7c41-9b1e-5a6f0c9d8e21', sha256: '5c'.repeat(32), size: 5_242_880 },
};

function withContent(attachment: Readonly<Record<string, unknown>>) {
  const { sha256: _, size: __, ...described } = attachment;
  return { ...described, content: Buffer.from('%PDF-1.7 an invented diploma\n').toString('base64') };
}

/** Else the responding authority could not close the request against the coordinators' opinion. */
const BONN_TAKES_NO_PART = { settings: { flags: { [BONN]: { participatesInReferral: false } } } };

/** The Commission is informed, as nobody is of a request of another area. */
function notified(): Story {
  const area = areaOf(compileAreas('schemas/areas'), 'SERVICES');
  return given({ area, settings: IN_SERVICES }).after(handler(PORTO), 'request.send', notification());
}

/** At each station the last command has told somebody something; each type as it is told first. */
function whatIsTold(): ReadonlyMap<string, Message> {
  const area = areaOf(compileAreas('schemas/areas'));
  const all = stations(area);
  const stories = [
    ...Object.values(all),
    notified(),
    all.accepted.meanwhile({ settings: {} }).after(handler(BERLIN), 'request.reply'),
    all.accepted.after(handler(BERLIN), 'request.forward'),
    all.accepted.after(handler(BERLIN), 'request.split'),
    all.accepted.after(handler(PORTO), 'request.addMessage'),
    all.accepted.after(handler(PORTO), 'request.correct'),
    all.accepted.after(handler(BERLIN), 'request.forward').after(handler(PORTO), 'request.correct'),
    all.awaitingAcceptance.after(THE_HUB, 'request.remind'),
    all.accepted.after(THE_HUB, 'request.remind', { of: 'reply', stage: 'authority' }),
    given({ area }).after(THE_HUB, 'request.openPart'),
    given({ area }).after(THE_HUB, 'request.openCopy'),
    all.referredToRespondingCoordinator.after(referee(BONN), 'request.findSatisfactory'),
    all.returnedToRespondingAuthority.meanwhile(BONN_TAKES_NO_PART).after(handler(BERLIN), 'request.uphold'),
  ];
  const messages = new Map<string, Message>();
  for (const story of stories) {
    for (const delivery of story.deliveries) {
      if (!messages.has(delivery.type)) messages.set(delivery.type, telling(story, delivery));
    }
  }
  return messages.set('request.case', telling(all.closed, { to: PORTO, type: 'request.case' }));
}

function telling(story: Story, { to, type }: Pick<Tell, 'to' | 'type'>): Message {
  const view = { ...story.seenBy(readerAt(to)), commands: story.offeredTo(handler(to)) };
  const message = fromHub(type, { to, data: { case: view } });
  return { ...message, subject: CASE, caseversion: story.state.version };
}

/** What the Commission reads it reads as a viewer. */
function readerAt(authority: string) {
  return authority === COMMISSION ? reader(authority, 'request viewer') : reader(authority);
}

function fromHub(type: string, { to, data }: { readonly to: string; readonly data: unknown }): Message {
  return {
    ...frame(type),
    source: HUB,
    receiver: systemUrn(systemOf(to)),
    subject: CASE,
    caseversion: 5,
    authority: to,
    data,
  };
}

const PDF = Buffer.from('%PDF-1.7 an invented report\n');
const REPORT = {
  id: 'REP-2026-000001',
  kind: 'fullWithoutPersonalData',
  language: 'pt',
  mediaType: 'application/pdf',
  size: PDF.length,
  sha256: 'e'.repeat(64),
  content: PDF.toString('base64'),
};

/** It belongs to no version of a case, and to all authorities of its system; every receipt is signed. */
function receipt(): Message {
  const envelope = { ...frame('receipt'), source: HUB, receiver: systemUrn(systemOf(PORTO)), subject: CASE };
  return { ...envelope, signature: SIGNATURE, data: RECEIPT };
}

const RECEIPT: Receipt = {
  message: 'example-request.send',
  digest: 'a'.repeat(64),
  outcome: 'accepted',
  receivedAt: TIME,
  case: CASE,
  version: 1,
  status: 'awaitingAcceptance',
  route: { authority: BERLIN, reasons: [{ code: 'named', facts: [] }] },
  evidence: { chain: CASE, seq: 1, hash: 'b'.repeat(64), receipt: 'example-receipt' },
};

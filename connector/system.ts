import { openAmqp } from './amqp.ts';
import type { Channel, ChannelOptions } from './channel.ts';
import { pack, unpack, type Parcel } from './codec.ts';
import { connectorFault } from './fault.ts';
import { openHttp } from './http.ts';
import { newMailbox, type Delivery, type Mailbox } from './mailbox.ts';
import { digestOf, formatOf, newMessage, type Format, type Message, type Wish } from './message.ts';
import { answerFrom, answers, type Answer } from './receipt.ts';
import type { Schemas } from './schemas.ts';
import { signatureProblem, signMessage, type Certificates, type Sign } from './signature.ts';

export type { Delivery } from './mailbox.ts';

/** Credentials stand in the addresses: `amqp://system:secret@host/vhost`, `https://system:secret@host`. */
export type Access = { readonly kind: 'amqp' | 'http'; readonly url: string };

export type SystemOptions = {
  readonly id: string;
  readonly channel: Access;
  readonly format: Format;
  readonly schemas: Schemas;
  /** Whether `submit` holds a message against its schema before it goes out. Default: yes. */
  readonly checks?: boolean;
  /** Milliseconds until a receipt or a delivery is given up. */
  readonly timeout?: number;
  /** Keeps a message for good: called before it goes out, and before a delivery is acknowledged. */
  readonly keep?: (traffic: Traffic) => void | Promise<void>;
  readonly onTrouble?: (error: Error) => void;
  /** Signs what `submit` sends. */
  readonly sign?: Sign;
  /** Certificates of the hub: with them a receipt that is not signed by one of them is not taken. */
  readonly hubCertificates?: Certificates;
};

/** One message on its way, as it travelled. */
export type Traffic = {
  readonly direction: 'sent' | 'received';
  readonly system: string;
  readonly place: string;
  readonly at: string;
  readonly format: Format;
  readonly bytes: Uint8Array;
  /** Absent when bytes were sent that need not be a message. */
  readonly message?: Message;
  readonly isRepeat: boolean;
};

export type NationalSystem = {
  readonly id: string;
  /** Everything that has come in, in order. */
  readonly received: readonly Delivery[];
  /** Sends a new message and waits for its receipt. */
  submit(type: string, wish: Wish): Promise<Answer>;
  /** Sends a message, or bytes, as they are: to repeat one, or to try what the hub says to a wrong one. */
  send(message: Message | Parcel): Promise<Answer>;
  /** The oldest delivery of the type that has not been asked for yet; waits for it. */
  next(type: string, wanted?: Narrower): Promise<Delivery>;
  /** The bytes of a report, for one that was too large for its message. */
  report(id: string): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** Of one case only, as one version of it is told, and for how many milliseconds it is waited for. */
export type Narrower = {
  readonly subject?: string;
  readonly caseversion?: number;
  readonly timeout?: number;
};

const TIMEOUT = 30_000;

type Desk = {
  readonly options: SystemOptions;
  readonly mailbox: Mailbox;
  readonly channel: Channel;
  readonly timeout: number;
};

/** A national system with its connection to the hub. */
export async function openNationalSystem(options: SystemOptions): Promise<NationalSystem> {
  const mailbox = newMailbox(options.id);
  const timeout = options.timeout ?? TIMEOUT;
  const onTrouble = options.onTrouble ?? ((error) => process.emitWarning(error));
  const channel = await openChannel(options, {
    system: options.id,
    timeout,
    onTrouble,
    take: (parcel) => take(parcel, { mailbox, options, place: placeOf(options), onTrouble }),
  });
  const desk: Desk = { options, mailbox, channel, timeout };
  return {
    id: options.id,
    received: mailbox.received,
    submit: async (type, wish) => submit(desk, await made(options, type, wish)),
    send: (message) => send(desk, message),
    next: (type, wanted = {}) => next(desk, type, wanted),
    async report(number) {
      if (channel.report === undefined)
        throw connectorFault('NOT_REACHABLE', 'Reports are fetched over HTTP.', { report: number });
      return channel.report(number);
    },
    async close() {
      await channel.close();
      mailbox.close();
    },
  };
}

function openChannel(
  { channel: { kind, url }, format }: SystemOptions,
  given: ChannelOptions,
): Promise<Channel> {
  if (kind === 'amqp') return openAmqp({ ...given, url });
  const { origin, username, password } = new URL(url);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  return Promise.resolve(openHttp({ ...given, format, url: origin, user, password: secret }));
}

function placeOf({ channel, id }: SystemOptions): string {
  return channel.kind === 'amqp' ? `inbox.${id}` : 'GET /inbox';
}

function made({ id, sign }: SystemOptions, type: string, wish: Wish): Message | Promise<Message> {
  const message = newMessage(id, type, wish);
  return sign === undefined ? message : signMessage(message, sign);
}

async function submit(desk: Desk, message: Message): Promise<Answer> {
  const { checks = true, schemas } = desk.options;
  const faults = checks ? await schemas.faultsOf(message) : [];
  if (faults.length > 0)
    throw connectorFault('NOT_VALID', `The message is not valid: ${faults.join('; ')}.`, { id: message.id });
  return send(desk, message);
}

async function send(desk: Desk, message: Message | Parcel): Promise<Answer> {
  const { options, channel } = desk;
  const parcel = 'bytes' in message ? message : await pack(message, options.format, options.schemas);
  await options.keep?.({
    ...traffic(options, parcel),
    direction: 'sent',
    place: channel.out,
    ...('bytes' in message ? {} : { message }),
  });
  const receipt = await (channel.isAnsweredAtOnce ? answered(desk, parcel) : delivered(desk, parcel));
  if (!('bytes' in message)) checkDigest(message, receipt);
  return receipt;
}

/** An accepted receipt is worth what it names: exactly the message that was sent. Of an erased one the hub no longer knows. */
function checkDigest(message: Message, { outcome, digest, duplicate }: Answer): void {
  const isErased = digest === undefined && duplicate !== undefined;
  if (outcome === 'accepted' && !isErased && digest !== digestOf(message))
    throw connectorFault('DIGEST_DIFFERS', 'The receipt is that of another message.', { id: message.id });
}

/**
 * A receipt is paired by the message that it names, and with a submission that is under way: what comes too late for another
 * one, or once too often, is nobody's answer.
 */
async function delivered({ mailbox, channel, timeout }: Desk, parcel: Parcel): Promise<Answer> {
  const { id } = parcel;
  const expected = mailbox.expect({
    fits: (arrived) => answers(arrived, id),
    what: `the receipt of ${id}`,
  });
  try {
    await channel.send(parcel);
    const { message } = await expected.within(timeout);
    return answerFrom(message);
  } finally {
    expected.drop();
  }
}

/** The answer over HTTP is a delivery like any other; should the inbox bring it as well, that is a repeat. */
async function answered({ options, mailbox, channel }: Desk, parcel: Parcel): Promise<Answer> {
  const answer = await channel.send(parcel);
  if (answer === undefined) throw connectorFault('NOTHING_CAME', 'There is no answer.', { id: parcel.id });
  const arrived = await received({ id: parcel.id, ...answer }, { mailbox, options, place: channel.out });
  mailbox.note(arrived);
  return answerFrom(arrived.message);
}

async function next({ mailbox, timeout }: Desk, type: string, wanted: Narrower): Promise<Delivery> {
  const { subject, caseversion } = wanted;
  return mailbox.take({
    fits: (message) =>
      message.type === type &&
      (subject === undefined || message.subject === subject) &&
      (caseversion === undefined || message.caseversion === caseversion),
    what: subject === undefined ? type : `${type} of ${subject}`,
    timeout: wanted.timeout ?? timeout,
  });
}

type Hall = {
  readonly mailbox: Mailbox;
  readonly options: SystemOptions;
  readonly place: string;
  readonly onTrouble: (error: Error) => void;
};

async function take(parcel: Parcel, hall: Hall): Promise<void> {
  const arrived = await received(parcel, hall);
  const { type, id } = arrived.message;
  if (hall.mailbox.put(arrived) || type !== 'receipt') return;
  hall.onTrouble(connectorFault('NOT_ASKED_FOR', 'A receipt has come for which nobody waits.', { id }));
}

async function received(
  parcel: Parcel,
  { mailbox, options, place }: Omit<Hall, 'onTrouble'>,
): Promise<Delivery> {
  const message = await unpack(parcel, options.schemas);
  checkSignature(message, options);
  const isRepeat = mailbox.isKnown(message);
  const arrived = { ...traffic(options, parcel), message, isRepeat };
  await options.keep?.({ ...arrived, direction: 'received', place });
  return arrived;
}

/** Before it is kept: what is not of the hub is not the system's business. */
function checkSignature(message: Message, { hubCertificates }: SystemOptions): void {
  const { id, type, signature } = message;
  if (hubCertificates === undefined || (type !== 'receipt' && signature === undefined)) return;
  const problem = signatureProblem(message, hubCertificates);
  if (problem !== undefined)
    throw connectorFault('NOT_GENUINE', `The ${type} is not of the hub: ${problem}.`, { id });
}

function traffic({ id }: SystemOptions, { bytes, contentType }: Parcel) {
  const at = new Date().toISOString();
  return { system: id, at, format: formatOf(contentType) ?? 'json', bytes, isRepeat: false };
}

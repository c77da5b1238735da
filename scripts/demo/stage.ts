import { openSchemas } from '../../connector/schemas.ts';
import {
  openNationalSystem,
  type Access,
  type NationalSystem,
  type Traffic,
} from '../../connector/system.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { Message } from '../../connector/message.ts';
import type { Parcel } from '../../connector/codec.ts';
import { seen, type Seen } from './case-view.ts';
import { CAST, type Name } from './cast.ts';
import type { Journal } from './journal.ts';
import type { Line } from './line.ts';

/** Where the hub is, and what becomes of the story. Nothing here knows how the hub was started. */
export type Setting = {
  /** Address of the broker with the credentials of the system in it. */
  readonly amqpUrlFor: (system: string) => string;
  /** Address of the gateway. */
  readonly httpUrl: string;
  /** Where the published schemas are: the gateway's address of them, or a folder. */
  readonly schemas: string;
  /** Those that the hub signs its receipts with, DER; no other receipt is taken. */
  readonly hubCertificates: readonly Uint8Array[];
  readonly outFolder: string;
  /** Where the hub puts its e-mails. */
  readonly mailFolder: string;
  readonly say: (line: Line) => void;
  /** Milliseconds until a receipt or a delivery is given up; reports get four times as long. */
  readonly timeout?: number;
};

/** The stage of one step. */
export type Stage = Pick<Setting, 'say' | 'httpUrl' | 'hubCertificates' | 'mailFolder'> & {
  readonly step: number;
  readonly systems: ReadonlyMap<Name, NationalSystem>;
  readonly journal: Journal;
  readonly timeout: number;
  /** The newest version of each case that each system has been told, by both their names. */
  readonly known: Map<string, number>;
};

/** Where the case stands, as the receipt of who acted last tells. */
export type Standing = { readonly number: string; readonly version: number };

export async function openSystems(setting: Setting, journal: Journal): Promise<Stage['systems']> {
  const { hubCertificates } = setting;
  const schemas = openSchemas(setting.schemas);
  async function keep(traffic: Traffic): Promise<void> {
    await journal.keep(traffic);
    setting.say({ kind: 'message', traffic });
  }
  const systems = new Map<Name, NationalSystem>();
  try {
    for (const [id, { format, channel: kind }] of entriesOf(CAST)) {
      const channel = { kind, url: addressFor(id, kind, setting) };
      const waits = setting.timeout === undefined ? {} : { timeout: setting.timeout };
      const options = { id, channel, format, schemas, keep, hubCertificates, ...waits };
      systems.set(id, await openNationalSystem(options));
    }
  } catch (error) {
    await closeSystems(systems);
    throw error;
  }
  return systems;
}

export async function closeSystems(systems: Stage['systems']): Promise<void> {
  await Promise.all([...systems.values()].map((system) => system.close()));
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  // Object.entries forgets the names.
  return Object.entries(record) as [K, V][];
}

/** Over HTTP a system has the same secret; its user there is the system itself, whatever the broker calls it. */
function addressFor(system: string, kind: Access['kind'], { amqpUrlFor, httpUrl }: Setting): string {
  if (kind === 'amqp') return amqpUrlFor(system);
  const address = new URL(httpUrl);
  address.username = system;
  address.password = new URL(amqpUrlFor(system)).password;
  return address.href;
}

/** A command of the actor's authority on the case, or one that opens it; it must be accepted. */
export async function act(
  stage: Stage,
  who: Name,
  { type, data, on }: { readonly type: string; readonly data: unknown; readonly on?: Standing },
): Promise<Standing & { readonly answer: Answer }> {
  const subject = on === undefined ? {} : { subject: on.number, caseversion: versionFor(stage, who, on) };
  const wish = { authority: CAST[who].authority, ...subject, data };
  const answer = noted(stage, who, { type, answer: await systemOf(stage, who).submit(type, wish) });
  expect(stage, `${type} of ${who} is accepted${faultsOf(answer)}`, answer.outcome === 'accepted');
  const { case: number = '', version = 0 } = answer;
  stage.known.set(`${who} ${number}`, version);
  return { number, version, answer };
}

/** Each side of a case has versions of its own: the one that the system has been told last. */
export function versionFor({ known }: Stage, who: Name, { number, version }: Standing): number {
  return known.get(`${who} ${number}`) ?? version;
}

/** Sends something as it is; what the hub says to it is for the step to judge. */
export async function put(stage: Stage, who: Name, message: Message | Parcel): Promise<Answer> {
  const type = 'bytes' in message ? 'bytes' : message.type;
  return noted(stage, who, { type, answer: await systemOf(stage, who).send(message) });
}

function noted(
  { journal, step }: Stage,
  system: Name,
  { type, answer }: { readonly type: string; readonly answer: Answer },
): Answer {
  journal.addSubmission({ step, system, type, answer });
  return answer;
}

function faultsOf({ faults = [] }: Answer): string {
  return faults.map(({ code, path = '', text }) => `\n    ${code} ${path}: ${text}`).join('');
}

/** What the case looks like in the next message of the type, which must be in the system's own form and language. */
export async function receive(
  stage: Stage,
  who: Name,
  { type, on }: { readonly type: string; readonly on: Standing },
): Promise<Seen> {
  const arrived = seen(await systemOf(stage, who).next(type, { subject: on.number }));
  stage.known.set(`${who} ${on.number}`, arrived.view.version);
  const { format, language } = CAST[who];
  const isOwn = arrived.delivery.format === format && arrived.view.language === language;
  expect(stage, `${who} gets ${type} as ${format.toUpperCase()} in its language (${language})`, isOwn);
  return arrived;
}

export function systemOf({ systems }: Stage, who: Name): NationalSystem {
  const system = systems.get(who);
  if (system === undefined) throw new TypeError(`${who} is not on the stage.`);
  return system;
}

/** The story ends where something is not as it ought to be. */
export function check({ say, journal, step }: Stage, text: string, holds: boolean): void {
  journal.addCheck({ step, text, holds });
  say({ kind: 'check', text, holds });
  if (!holds) throw storyFault(`Step ${step}: this does not hold: ${text}`);
}

/** The same for what goes without saying: heard of only when it does not hold. */
export function expect(stage: Stage, text: string, holds: boolean): void {
  if (holds) stage.journal.addCheck({ step: stage.step, text, holds });
  else check(stage, text, holds);
}

export function note({ say }: Stage, text: string): void {
  say({ kind: 'note', text });
}

function storyFault(text: string): Error {
  return Object.assign(new Error(text), { name: 'StoryFault' });
}

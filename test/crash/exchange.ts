import { newMessage, type Message } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { requestData, wrongData, YES } from '../support/requests.ts';
import type { Dice } from './dice.ts';
import type { Gate } from './gate.ts';
import type { Ledger } from './ledger.ts';

/** Who asks whom: XML and JSON on both sides, one of them under a coordinator's approval. */
export type Pair = {
  readonly asks: Speaker;
  readonly answers: Speaker;
  readonly approves?: Speaker;
};
type Speaker = { readonly system: string; readonly authority: string };

const PT: Speaker = { system: 'pt-sigen', authority: 'PT-T-ENSINO' };
const PT_COORDINATOR: Speaker = { system: 'pt-coordination', authority: 'PT-T-COORDENACAO' };
const DE: Speaker = { system: 'de-anerkennung', authority: 'DE-T-LEHRAMT' };
const EL: Speaker = { system: 'el-prosonta', authority: 'EL-T-EKPAIDEFSI' };
const BG: Speaker = { system: 'bg-kvalifikatsii', authority: 'BG-T-OBRAZOVANIE' };

export const PAIRS: readonly Pair[] = [
  { asks: DE, answers: EL },
  { asks: EL, answers: BG },
  { asks: BG, answers: DE },
  { asks: PT, answers: DE, approves: PT_COORDINATOR },
];

export const SYSTEMS = ['pt-sigen', 'pt-coordination', 'de-anerkennung', 'el-prosonta', 'bg-kvalifikatsii'];

export type World = {
  readonly systems: ReadonlyMap<string, NationalSystem>;
  readonly gate: Gate;
  readonly ledger: Ledger;
  readonly dice: Dice;
};

/** One request from its sending to its end, with a repeat or a refused message here and there. */
export async function exchange(world: World, { asks, answers, approves }: Pair): Promise<void> {
  const country = answers.authority.slice(0, 2);
  const comment = `Rückfrage ${world.dice.below(1_000_000)}`;
  const sent = await say(world, asks, { type: 'request.send', data: requestData({ country, comment }) });
  const hears = (who: Speaker, type: string) => told(world, who, { type, subject: sent.case ?? '' });
  if (world.dice.chance(0.3)) await sayWrong(world, asks);
  if (approves !== undefined) {
    const waiting = await hears(approves, 'request.awaitsApproval');
    await say(world, approves, { type: 'request.approve', data: {}, at: waiting });
  }
  const arrived = await hears(answers, 'request.arrived');
  const accepted = await say(world, answers, { type: 'request.accept', data: {}, at: arrived });
  await hears(answers, 'request.disclosed');
  if (world.dice.chance(0.2)) await sayTooLate(world, answers, arrived);
  await say(world, answers, { type: 'request.reply', data: YES, at: accepted });
  const replied = await hears(asks, 'request.replied');
  await say(world, asks, { type: 'request.close', data: {}, at: replied });
  await hears(answers, 'request.closed');
}

/** A case at the version that its side was told last. */
type On = Pick<Answer, 'case' | 'version'>;

type Said = { readonly type: string; readonly data: unknown; readonly at?: On };

async function told(
  world: World,
  who: Speaker,
  { type, subject }: { readonly type: string; readonly subject: string },
): Promise<On> {
  const { message } = await systemOf(world, who).next(type, { subject });
  return { case: subject, version: message.caseversion ?? 0 };
}

/** Says it; now and then once more, as a system does that is not sure whether it has. */
async function say(world: World, who: Speaker, said: Said): Promise<Answer> {
  const message = messageOf(who, said);
  const answer = await send(world, who, { message, deserves: 'accepted' });
  if (answer.outcome !== 'accepted')
    throw new TypeError(`${said.type} of ${who.system}: ${JSON.stringify(answer)}`);
  if (world.dice.chance(0.2)) await send(world, who, { message, deserves: 'accepted' });
  return answer;
}

async function sayWrong(world: World, who: Speaker): Promise<void> {
  const message = messageOf(who, { type: 'request.send', data: wrongData() });
  await send(world, who, { message, deserves: 'rejected' });
}

async function sayTooLate(world: World, who: Speaker, at: On): Promise<void> {
  const message = messageOf(who, { type: 'request.accept', data: {}, at });
  await send(world, who, { message, deserves: 'rejected' });
}

function messageOf({ system, authority }: Speaker, { type, data, at }: Said): Message {
  const on = at === undefined ? {} : { subject: at.case ?? '', caseversion: at.version ?? 0 };
  return newMessage(system, type, { authority, ...on, data });
}

async function send(
  world: World,
  who: Speaker,
  what: { readonly message: Message; readonly deserves: 'accepted' | 'rejected' },
): Promise<Answer> {
  await world.gate.pass();
  world.ledger.send(who.system, what.message, what.deserves);
  return systemOf(world, who).send(what.message);
}

function systemOf({ systems }: World, { system }: Speaker): NationalSystem {
  const found = systems.get(system);
  if (found === undefined) throw new TypeError(`${system} does not take part`);
  return found;
}

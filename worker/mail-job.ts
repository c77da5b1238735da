import { isHubFault, outcomeOf, type HubFault } from '../hub/faults.ts';
import type { Hub } from '../hub/hub.ts';
import { instantLater } from '../hub/instant.ts';
import type { MailOutcome, Meter } from '../hub/meter.ts';
import { endMail, sendMail, type Fate, type Mailing } from '../hub/outgoing/send-mail.ts';
import type { TakenMail } from '../hub/ports/store.ts';
import { openPatience, type Patience } from './patience.ts';
import { repeat, type Repeating } from './repeat.ts';
import { whyOf } from './why.ts';

export type MailHow = {
  readonly mailing: Mailing;
  readonly metrics: Pick<Meter, 'mail'>;
  /** Milliseconds on a clock that never jumps. */
  elapsed?(): number;
};

const LOOK_EVERY_MS = 2000;
/**
 * Eight e-mails under way at the same time, each over a connection of its own: many servers admit ten from one address, and there may
 * be a second worker.
 */
const LANES = 4;
/** A lane takes no more until all that it has in hand are done with, so a slow one keeps one other waiting and not many. */
const AT_ONCE = 2;
/** Longer than a server may take over an e-mail (`adapters/mail`): nobody else is to send it as well. */
const HOLD_MS = 300_000;
const FIRST_DISTANCE_MS = 30_000;
const LONGEST_DISTANCE_MS = 1_800_000;
/** Some five days, as RFC 5321 (4.5.4.1) has it. */
const MOST_ATTEMPTS = 240;

/** Sends e-mails in the background. They are taken from their table, so that a crash loses none. */
export function openMailJob(hub: Hub, how: MailHow): Repeating {
  const sendSome = openSending(hub, how);
  // A recipient whose server lets it wait keeps one lane for minutes, and the others go on.
  const lanes = Array.from({ length: LANES }, () =>
    repeat(LOOK_EVERY_MS, hub.log, async (signal) => {
      while (!signal.aborted && (await sendSome()) > 0);
    }),
  );
  return {
    doneAt: () => Math.max(...lanes.map((lane) => lane.doneAt())),
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

/**
 * Sends what is to be sent by now, some at a time; answers how many there were. While the server is away a single e-mail of
 * each lane asks for it, later and later, and none of the others counts an attempt.
 */
export function openSending(hub: Hub, how: MailHow): () => Promise<number> {
  const patience = openPatience();
  const { elapsed = () => performance.now() } = how;
  return async () => {
    if (!patience.isOver(elapsed())) return 0;
    const at = hub.clock.now();
    const until = instantLater(at, HOLD_MS);
    const mails = await hub.store.takeMails(patience.isTried() ? 1 : AT_ONCE, { at, until });
    const ends = await Promise.all(mails.map((mail) => attempt(hub, how, mail)));
    heed(patience, ends, elapsed());
    return mails.length;
  };
}

type Attempt = MailOutcome | 'away';

/** Whoever takes one e-mail takes others: only where none was taken is the server itself in question. */
function heed(patience: Patience, ends: readonly Attempt[], elapsed: number): void {
  if (ends.includes('away') && !ends.includes('sent')) patience.lose(elapsed);
  else if (ends.length > 0) patience.regain();
}

async function attempt(hub: Hub, { mailing, metrics }: MailHow, mail: TakenMail): Promise<Attempt> {
  const end = await tryToSend(hub, mailing, mail);
  metrics.mail(end === 'away' ? 'waits' : end);
  return end;
}

async function tryToSend(hub: Hub, mailing: Mailing, mail: TakenMail): Promise<Attempt> {
  try {
    await sendMail(hub, mailing, mail);
  } catch (error) {
    return giveUpOrWait(hub, mail, error);
  }
  await settle(hub, mail, { state: 'sent' });
  return 'sent';
}

async function giveUpOrWait(hub: Hub, mail: TakenMail, error: unknown): Promise<Attempt> {
  const facts = { mail: mail.id, template: mail.template, ...whyOf(error) };
  if (outcomeOf(error) === 'deadly') return die(hub, mail, { reason: reasonIn(error), facts });
  // What the database would not do is tried again when nobody has it in hand any more.
  if (!isHubFault(error, 'MAIL_WAITS')) {
    hub.log.warn(facts, 'e-mail waits for the database');
    return 'waits';
  }
  if (mail.attempts >= MOST_ATTEMPTS) return die(hub, mail, { reason: 'TIME_OUT', facts });
  hub.log.warn({ ...facts, code: codeIn(error) }, 'e-mail waits');
  await hub.store.deferMail(mail, instantLater(hub.clock.now(), distanceAfter(mail.attempts)));
  return error.facts['isAway'] === true ? 'away' : 'waits';
}

type Why = { readonly reason: string; readonly facts: Readonly<Record<string, unknown>> };

async function die(hub: Hub, mail: TakenMail, { reason, facts }: Why): Promise<'dead'> {
  hub.log.error({ ...facts, code: reason }, 'e-mail cannot be sent: it is kept for people');
  await settle(hub, mail, { state: 'dead', reason });
  return 'dead';
}

/** A mark that is lost costs a repetition under the same Message-ID, nothing else. */
async function settle(hub: Hub, mail: TakenMail, fate: Fate): Promise<void> {
  try {
    await endMail(hub, mail, fate);
  } catch (error) {
    hub.log.warn({ mail: mail.id, ...whyOf(error) }, 'e-mail not marked: it will be tried again');
  }
}

/** A code for people; of a bug nothing but that it is one. */
function reasonIn(error: unknown): string {
  if (isHubFault(error, 'MAIL_REFUSED')) return codeIn(error);
  return isHubFault(error) ? error.kind : 'FAILED';
}

function codeIn({ facts }: HubFault): string {
  return String(facts['code']);
}

/** Twice as long after each attempt. */
export function distanceAfter(attempts: number): number {
  return Math.min(FIRST_DISTANCE_MS * 2 ** (attempts - 1), LONGEST_DISTANCE_MS);
}

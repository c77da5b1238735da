import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEml, type Eml } from './eml.ts';
import { TELLTALES } from './portuguese.ts';
import { check, note, type Stage, type Standing } from './stage.ts';
import type { Step } from './step.ts';

/** What people get besides: that there is something to do, where, and nothing of what it is about. */
export const readMails: Step = {
  title: 'People are told by e-mail what there is to do, and nothing of the case',
  async play(stage, on) {
    const mails = await mailsAbout(stage, on);
    for (const { headers } of mails)
      note(stage, `${headers.get('content-language') ?? ''}  ${headers.get('subject') ?? ''}`);
    const arrived = mails.find(({ headers }) => headers.get('subject') === `${on.number} – neue Anfrage wartet auf Annahme`);
    check(stage, 'the German authority is told of the new request in German', arrived?.headers.get('content-language') === 'de');
    check(stage, 'with what to do, and under which number', arrived?.text.includes(`Vorgangsnummer: ${on.number}`) === true);
    const betrayed = [...TELLTALES, ...whatWasWritten(stage)].filter((words) => mails.some((mail) => holds(mail, words)));
    check(stage, `in none of ${mails.length} e-mails stands a name, a question or an answer`, betrayed.length === 0);
    return on;
  },
}; // prettier-ignore

const LOOK_EVERY_MS = 250;

/** E-mails are sent a little after what they tell of: all are there when the last one, of the end of the case, is. */
async function mailsAbout({ mailFolder, timeout }: Stage, { number }: Standing): Promise<readonly Eml[]> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const mails = (await mailsIn(mailFolder)).filter(
      ({ headers }) => headers.get('subject')?.startsWith(`${number} `) === true,
    );
    const isWhole = mails.some(({ headers }) => headers.get('subject')?.endsWith('Vorgang abgeschlossen') === true);
    if (isWhole || performance.now() > deadline) return mails;
    await sleep(LOOK_EVERY_MS);
  }
} // prettier-ignore

async function mailsIn(folder: string): Promise<readonly Eml[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(names.map(async (name) => readEml(await readFile(join(folder, name)))));
  return mails.toSorted((one, other) => sentAt(one) - sentAt(other));
}

function sentAt({ headers }: Eml): number {
  return Date.parse(headers.get('date') ?? '');
}

/** Every text of every message that was sent so far; codes of a few letters stand in any text. */
function whatWasWritten({ journal }: Stage): readonly string[] {
  const sent = journal.traffic.filter(({ direction }) => direction === 'sent');
  return [...new Set(sent.flatMap(({ message }) => textsIn(message?.data)))].filter(
    (text) => text.length > 5,
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function holds({ headers, text }: Eml, words: string): boolean {
  return text.includes(words) || [...headers.values()].some((value) => value.includes(words));
}

import type { Effect } from '../../domain/kernel/effects.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import type { CaseNow } from '../case/case-now.ts';
import type { Mail, Outgoing } from '../ports/records.ts';

/**
 * The event that a delivery tells of, out of the case as the whole command left it; nothing where the case told that
 * authority nothing of the kind. A row of the outbox gives nobody a right: it only says what the case has said already.
 */
export function eventTold(
  { workflow, state, number }: Pick<CaseNow, 'workflow' | 'state' | 'number'>,
  history: readonly Recorded[],
  { type, chain, about }: Outgoing,
): Recorded | undefined {
  if (!('authority' in about) || chain !== number || history.at(-1)?.seq !== about.seq) return undefined;
  const isTold = (effect: Effect) =>
    effect.do === 'tell' &&
    effect.to === about.authority &&
    effect.type === type &&
    isSame(effect.attachments ?? [], about.attachments);
  return lastCommand(history).find((event) => workflow.setsOff(event, state).some(isTold));
}

/** The same of an e-mail: whether the case has it written. */
export function isWritten(
  { workflow, state, number }: Pick<CaseNow, 'workflow' | 'state' | 'number'>,
  history: readonly Recorded[],
  { caseNumber, seq, authority, template }: Mail,
): boolean {
  if (caseNumber !== number || history.at(-1)?.seq !== seq) return false;
  const isThis = (effect: Effect) =>
    effect.do === 'write' && effect.to.authority === authority && effect.template === template;
  return lastCommand(history).some((event) => workflow.setsOff(event, state).some(isThis));
}

/** All that happened by the newest command: at the same moment, by the same hand. */
function lastCommand(history: readonly Recorded[]): readonly Recorded[] {
  const last = history.at(-1);
  const before = history.findLastIndex(
    ({ at, by, person }) => at !== last?.at || by !== last.by || person !== last.person,
  );
  return history.slice(before + 1);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, index) => entry === other[index]);
}

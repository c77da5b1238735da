import type { Answer } from './content.ts';

/** A question of this case: the same question may be asked of several attachments. */
export type Asked = { readonly question: string; readonly attachment?: string };

/** Identifies a question within a case. */
export function keyOf(asked: Asked): string {
  return asked.attachment === undefined ? asked.question : `${asked.question}@${asked.attachment}`;
}

/** What was asked, without what was written to it: that stays after erasure. */
export function askedOf({ question, attachment }: Asked): Asked {
  return { question, ...(attachment === undefined ? {} : { attachment }) };
}

/** All answers so far: one that is given again takes the place of the one before. */
export function together(before: readonly Answer[], now: readonly Answer[]): readonly Answer[] {
  const again = new Set(now.map(keyOf));
  return [...before.filter((answer) => !again.has(keyOf(answer))), ...now];
}

import { isNothing, type Loss, type LostChain } from '../../hub/epoch/loss.ts';

export type Unread = { readonly system: string; readonly count: number };

/** What had been told since the backup, for people, and what of it may still lie unread. */
export function situationSentences(lost: Loss, unread: readonly Unread[]): readonly string[] {
  return [
    isNothing(lost)
      ? 'Nothing is witnessed that this database lacks.'
      : 'Told and lost, as far as it was witnessed:',
    ...lossSentences(lost),
    ...unread
      .filter(({ count }) => count > 0)
      .map(
        ({ system, count }) =>
          `${count} in the inbox of ${system}, not yet taken; what is lost may be among it.`,
      ),
  ];
}

/** A line for each chain and each root. */
export function lossSentences({ chains, roots }: Loss): readonly string[] {
  return [
    ...chains.map(chainSentence),
    ...roots.map(({ number, digest }) => `root ${number} of the evidence, statement ${digest}`),
  ];
}

function chainSentence({ chain, kept, lost }: LostChain): string {
  const places = lost === kept + 1 ? `record ${lost}` : `records up to ${lost}`;
  if (kept === 0) return `${chain}: wholly, ${places}`;
  return lost > kept ? `${chain}: ${places}, after ${kept}` : `${chain}: ${places}, others stand there now`;
}

import type { Kind, Size } from './request.ts';

/** What is sent in every round of a run. */
export type Work = {
  readonly kind: Kind;
  readonly size: Size;
  /** Events that the case of a message has had before; at least those without which it cannot be. */
  readonly history: number;
};

/** Steps that lead a case to where a message of this kind can be measured, each of them one event. */
export function stepsBefore({ kind, history }: Work): readonly Kind[] {
  if (kind === 'send') return [];
  if (kind === 'accept') return ['send'];
  const steps: readonly Kind[] = ['send', 'accept'];
  const last: readonly Kind[] = kind === 'close' ? ['reply'] : [];
  const talk = Math.max(0, history - steps.length - last.length);
  return [...steps, ...Array.from({ length: talk }, () => 'message' as const), ...last];
}

import type { DueCase, DuePage } from '../ports/store.ts';
import type { Tables } from './memory-store.ts';

/** What is due, in memory. */

export function dueIn({ cases }: Tables, { at, after, limit }: DuePage): readonly DueCase[] {
  return [...cases.values()]
    .flatMap(({ number, dueAt }) => (dueAt === undefined || dueAt > at ? [] : [{ number, dueAt }]))
    .toSorted((one, other) => (placed(one) < placed(other) ? -1 : 1))
    .filter((one) => after === undefined || placed(one) > placed(after))
    .slice(0, limit);
}

function placed({ dueAt, number }: DueCase): string {
  return `${dueAt} ${number}`;
}

export function askAgain({ cases, erased, asked }: Tables, given: { readonly area: string; readonly version: string; readonly at: string }): number {
  const { area, version, at } = given;
  if (asked.has(`${area} ${version}`)) return 0;
  asked.add(`${area} ${version}`);
  const due = [...cases.values()].filter(
    (one) => one.area === area && !erased.has(one.number) && !(one.dueAt !== undefined && one.dueAt <= at),
  );
  for (const one of due) cases.set(one.number, { ...one, dueAt: at });
  return due.length;
} // prettier-ignore

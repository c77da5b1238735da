import { defined } from '../kernel/optional.ts';
import type { Instant, Recorded } from '../kernel/workflow.ts';
import { isCaseEvent, type ReportFact, type ReportOrder } from './events.ts';

/** What the history of a case says of one report: who has ordered what, and every file that it has been, oldest first. */
export type ReportSaid = {
  readonly order: ReportOrder;
  readonly by: string;
  readonly person?: string;
  readonly seq: number;
  readonly at: Instant;
  readonly files: readonly (ReportFact & { readonly at: Instant })[];
};

/** Takes in the next event: of a history in its order, or of those of its events that concern reports. */
export function hearOfReport(said: Map<string, ReportSaid>, event: Recorded): void {
  if (!isCaseEvent(event) || typeof event.facts !== 'object' || event.facts === null) return;
  if (event.type === 'report.ordered') {
    const { facts: order, by, person, seq, at } = event;
    said.set(order.report, { order, by, ...defined('person', person), seq, at, files: [] });
  }
  if (event.type !== 'report.issued' && event.type !== 'report.extended') return;
  const known = said.get(event.facts.report);
  if (known === undefined) return;
  const file = { ...event.facts, at: event.at };
  said.set(event.facts.report, { ...known, files: [...known.files, file] });
}

import { mayNamePerson } from '../../domain/case/report-kinds.ts';
import type { Message } from '../../domain/kernel/message.ts';
import { defined } from '../../domain/kernel/optional.ts';

/** How much of a case a view shows, where its workflow says so. */
export function levelOf(view: unknown): string | undefined {
  if (typeof view !== 'object' || view === null || !('level' in view)) return undefined;
  return typeof view.level === 'string' ? view.level : undefined;
}

/** How much of its case a message shows, where it says so. */
export function levelIn({ data }: Message): { readonly level?: string } {
  if (typeof data !== 'object' || data === null) return {};
  if ('case' in data) return defined('level', levelOf(data.case));
  const kind = 'report' in data ? kindOf(data.report) : undefined;
  return kind === undefined || mayNamePerson(kind) ? {} : { level: 'withoutPersonalData' };
}

function kindOf(report: unknown): string | undefined {
  if (typeof report !== 'object' || report === null || !('kind' in report)) return undefined;
  return typeof report.kind === 'string' ? report.kind : undefined;
}

/** Whether a view shows personal data. One that does not say how much it shows may show everything. */
export function showsAll(view: unknown): boolean {
  return isAll(levelOf(view));
}

/** Whether that level, or none that is said, shows personal data. */
export function isAll(level: unknown): boolean {
  return level === undefined || level === 'full';
}

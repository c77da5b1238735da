import { defined } from '../../../domain/kernel/optional.ts';
import { ERASED } from '../../../domain/case/events.ts';
import { hearOfReport, type ReportSaid } from '../../../domain/case/reports-said.ts';
import type { Workflow } from '../../../domain/case/workflow.ts';
import { replay } from '../../../domain/kernel/handle.ts';
import type { Part } from '../../../domain/kernel/part.ts';
import type { Instant } from '../../../domain/kernel/workflow.ts';
import { lastDay, LONGEST_MONTHS } from '../../../domain/area/retention.ts';
import { instantLater } from '../../instant.ts';
import { isOnward } from '../places.ts';
import type { Auditing, Check } from './check.ts';
import type { Lane } from './lane.ts';
import type { KeptEvent, KeptFile, KeptHead, KeptPart, KeptReport } from './source.ts';

type Given = {
  readonly heads: Lane<KeptHead>;
  readonly reports: Lane<KeptReport>;
  /** All that happened, once it has been gone through. */
  history(): readonly KeptEvent[];
};

/** So long the file of a report is kept (handbook 5.3.10). */
const REPORT_KEPT_MS = 30 * 86_400_000;

/** The row of a case, and those of its reports, say what its history says. */
export function checkCaseFile(
  { chain, note, counts, workflows }: Auditing,
  { heads, reports, history }: Given,
): Check {
  async function checkReports(): Promise<void> {
    const expected = reportsIn(history());
    for (let kept = await reports.take(); kept !== undefined; kept = await reports.take()) {
      counts.reports += 1;
      const said = expected.get(kept.id);
      expected.delete(kept.id);
      const odd = said === undefined ? 'nobody has ordered it' : differing(kept, said);
      if (odd !== '') note({ code: 'REPORT_DIFFERS', chain, what: `${kept.id}: ${odd}` });
    }
    for (const id of expected.keys()) note({ code: 'REPORT_MISSING', chain, what: id });
  }
  return {
    async end() {
      const { file, isOurs } = (await heads.peek()) ?? {};
      if (isOurs === false) note({ code: 'CASE_FORGED', chain });
      const { said, askedSince } =
        (file && fileOf(workflows.get(file.workflow), { chain, history: history() })) ?? {};
      const odd = file === undefined || said === undefined ? '' : differing(file, raised(said, file));
      if (file !== undefined && said === undefined) note({ code: 'CASE_DIFFERS', chain, what: 'workflow' });
      if (odd !== '') note({ code: 'CASE_DIFFERS', chain, what: odd });
      else if (file && (staysForever(file) || isPutOff(file, askedSince)))
        note({ code: 'CASE_DIFFERS', chain, what: 'dueAt' });
      await checkReports();
    },
  };
}

/** What has ended and is not erased has its day on which it is: at the latest six months after, whatever its area says. */
function staysForever({ endedAt, erasedAt, dueAt }: KeptFile): boolean {
  if (endedAt === undefined || erasedAt !== undefined) return false;
  return dueAt === undefined || dueAt.slice(0, 10) > lastDay(endedAt, LONGEST_MONTHS);
}

/** What is asked of another case is due from that moment. */
function isPutOff({ dueAt }: KeptFile, askedSince: Instant | undefined): boolean {
  return askedSince !== undefined && (dueAt === undefined || dueAt > askedSince);
}

/** After a restore versions go on higher up; the history says so with its next event. */
function raised(said: KeptFile, { version }: KeptFile): KeptFile {
  return isOnward(said.version, version) ? { ...said, version } : said;
}

/** Names of what is not the same. */
function differing<One extends object>(kept: One, said: One): string {
  const names = Object.keys(said) as (keyof One & string)[];
  return names.filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(said[name])).join(', ');
}

/** The row that the history leads to, and since when it has something to ask of others; nothing where it is none of that workflow. */
function fileOf(
  workflow: Workflow | undefined,
  { chain, history }: { readonly chain: string; readonly history: readonly KeptEvent[] },
): { readonly said: KeptFile; readonly askedSince: Instant | undefined } | undefined {
  if (workflow === undefined || !chain.startsWith(`${workflow.prefix}-`)) return undefined;
  try {
    const state = replay(workflow, history.map(withoutContent));
    const { area, status, version, endedAt } = state;
    const erasedAt = history.find(({ type }) => type === ERASED)?.at;
    const parts = keptParts(workflow.parts(state), { workflow: workflow.name, area });
    const said = { workflow: workflow.name, area, status, version, endedAt, erasedAt, parts };
    return { said, askedSince: state.pending?.[0]?.since };
  } catch {
    // Events that somebody has changed may be such that no state comes of them.
    return undefined;
  }
}

/** Parts in the order and with the members in which an audit compares them. */
export function keptParts(
  parts: readonly Part[],
  { workflow, area }: Pick<KeptPart, 'workflow' | 'area'>,
): readonly KeptPart[] {
  return parts
    .map(({ authority, parties, status, waitsFor, since, others, late, persons, isShared }) => ({
      authority,
      parties,
      status,
      ...defined('waitsFor', waitsFor),
      since,
      others,
      ...defined('late', late),
      ...defined('persons', persons),
      isShared,
      workflow,
      area,
    }))
    .toSorted((one, other) => (one.authority < other.authority ? -1 : 1));
}

function withoutContent({ seq, type, at, by, person, facts }: KeptEvent) {
  return { seq, type, at, by, ...defined('person', person), facts };
}

/** What the history says of each report. */
function reportsIn(history: readonly KeptEvent[]): Map<string, KeptReport> {
  const said = new Map<string, ReportSaid>();
  for (const event of history) hearOfReport(said, event);
  const [{ chain } = { chain: '' }] = history;
  return new Map([...said].map(([id, one]) => [id, reportOf({ chain, id }, one)]));
}

function reportOf(
  place: Pick<KeptReport, 'chain' | 'id'>,
  { order, by, seq, at, files }: ReportSaid,
): KeptReport {
  const { kind, parts = [], language } = order;
  return {
    ...place,
    seq,
    authority: by,
    kind,
    parts,
    language,
    orderedAt: at,
    expiresAt: instantLater(at, REPORT_KEPT_MS),
    issuedAt: files[0]?.at,
    digests: files.map(({ sha256 }) => sha256),
  };
}

import { rolesOf } from '../report-roles.ts';
import { LANGUAGES } from '../../kernel/language.ts';
import { fault, refuseAll, type Fault, type RefusalCode } from '../../kernel/refusals.ts';
import { code, list, oneOf, optional, record } from '../../kernel/says.ts';
import { defined } from '../../kernel/optional.ts';
import type { Actor, CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';
import { REPORT_KINDS, type ReportKind } from '../report-kinds.ts';
import { wantedLanguage } from '../report-language.ts';
import type { Reports } from '../workflow.ts';

const SAYS = record({
  kind: oneOf(REPORT_KINDS, 'Which report.'),
  parts: optional(
    list(
      'part',
      code(40, { about: 'A part of a customised report; which there are, the page of the workflow says.' }),
      {
        min: 1,
        max: 20,
      },
    ),
  ),
  language: optional(oneOf(LANGUAGES, "Another language than the system's own.")),
});

/** Orders a certified report of the case as it stands; it is made in the background and delivered when it is ready. */
export function orderReport<State extends CaseState>(reports: Reports<State>) {
  return command<State, CaseEvent>()({
    name: 'report.order',
    summary: 'Order a certified report of the case.',
    source: 'handbook 5.3.10',
    by: reports.by,
    when: reports.when,
    leadsTo: 'same',
    refuses: [...CHOICE_REFUSALS, ...reports.personalDataRefusals],
    says: SAYS,
    decide(state, { kind, parts, language }, { actor, directory, fresh }) {
      const wanted = wantedLanguage(language, { actor, directory });
      const refused = refuseAll([
        ...choiceFaults(reports, { kind, parts }),
        ...rightsFaults(reports, { state, kind, parts, actor }),
      ]);
      if (refused !== undefined) return refused;
      const facts = {
        report: fresh,
        kind,
        ...defined('parts', parts),
        language: wanted,
        roles: rolesOf(actor),
        version: state.version,
      };
      return { events: [{ type: 'report.ordered', facts }] };
    },
  });
}

type Choice = { readonly kind: ReportKind; readonly parts: readonly string[] | undefined };

const CHOICE_REFUSALS = [
  'REPORT_KIND_UNKNOWN',
  'REPORT_PARTS_WRONG',
  'REPORT_PART_UNKNOWN',
] as const satisfies readonly RefusalCode[];

/** Parts are chosen for a customised report and for no other, out of those that there are. */
function choiceFaults(offered: Pick<Reports, 'kinds' | 'parts'>, { kind, parts }: Choice): readonly Fault[] {
  if (!offered.kinds.includes(kind))
    return [fault('REPORT_KIND_UNKNOWN', '/data/kind', { kinds: offered.kinds.join(', ') })];
  if ((kind === 'custom') !== (parts !== undefined)) return [fault('REPORT_PARTS_WRONG', '/data/parts')];
  return (parts ?? []).flatMap((part, index) =>
    offered.parts.includes(part)
      ? []
      : [fault('REPORT_PART_UNKNOWN', `/data/parts/${index}`, { parts: offered.parts.join(', ') })],
  );
}

/** Personal data is for few, and only while it is there. */
function rightsFaults<State extends CaseState>(
  reports: Reports<State>,
  given: Choice & { readonly state: State; readonly actor: Actor },
): readonly Fault[] {
  const { state, kind, parts = [], actor } = given;
  if (!reports.hasPersonalData({ kind, parts })) return [];
  return reports.personalDataFaults(state, actor, kind === 'custom' ? '/data/parts' : '/data/kind');
}

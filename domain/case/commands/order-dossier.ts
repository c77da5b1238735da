import { rolesOf } from '../report-roles.ts';
import { LANGUAGES } from '../../kernel/language.ts';
import { fault, refuseAll } from '../../kernel/refusals.ts';
import { oneOf, optional, record } from '../../kernel/says.ts';
import type { CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';
import { wantedLanguage } from '../report-language.ts';
import type { Reports } from '../workflow.ts';

/** Those of reports that there is a dossier of. */
const KINDS = ['full', 'fullWithoutPersonalData'] as const;

const SAYS = record({
  kind: oneOf(KINDS, 'Which dossier.'),
  language: optional(oneOf(LANGUAGES, "Another language than the system's own.")),
});

/**
 * Orders the dossier of the case: its messages, receipts, evidence, reports and certificates, as far as the authority may
 * see them, in one sealed container. Made and delivered like a report, for those who may have the report of the same kind.
 */
export function orderDossier<State extends CaseState>(reports: Reports<State>) {
  const offered = KINDS.filter((kind) => reports.kinds.includes(kind));
  const areAllOffered = offered.length === KINDS.length;
  return command<State, CaseEvent>()({
    name: 'dossier.order',
    summary: 'Order the dossier of the case: what the authority may see of it, with the evidence, sealed.',
    source: 'handbook 5.3.10 (who may have what); EN 319 162-1',
    by: reports.by,
    when: reports.when,
    leadsTo: 'same',
    refuses: [...(areAllOffered ? [] : (['REPORT_KIND_UNKNOWN'] as const)), ...reports.personalDataRefusals],
    says: SAYS,
    decide(state, { kind, language }, { actor, directory, fresh }) {
      const isPersonal = kind === 'full';
      const wanted = wantedLanguage(language, { actor, directory });
      const refused = refuseAll([
        ...(offered.includes(kind)
          ? []
          : [fault('REPORT_KIND_UNKNOWN', '/data/kind', { kinds: offered.join(', ') })]),
        ...(isPersonal ? reports.personalDataFaults(state, actor, '/data/kind') : []),
      ]);
      if (refused !== undefined) return refused;
      const facts = {
        report: fresh,
        kind: isPersonal ? ('dossier' as const) : ('dossierWithoutPersonalData' as const),
        language: wanted,
        roles: rolesOf(actor),
        version: state.version,
      };
      return { events: [{ type: 'report.ordered', facts }] };
    },
  });
}

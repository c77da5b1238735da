import { refuseAll } from '../../kernel/refusals.ts';
import { code, oneOf, optional, record } from '../../kernel/says.ts';
import { begunCommand } from '../command.ts';
import { languageFaults, personalDataFaults, wantedLanguage } from '../report-rights.ts';
import { orderReport } from './order-report.ts';

/**
 * Orders the dossier of the request: its messages, receipts, evidence, reports and certificates, as far as the authority may
 * see them, in one sealed container. Made and delivered like a report, for those who may have the report of the same kind.
 */
export const orderDossier = begunCommand({
  name: 'dossier.order',
  summary: 'Order the dossier of the request: what the authority may see of it, with the evidence, sealed.',
  source: 'handbook 5.3.10 (who may have what); EN 319 162-1',
  by: orderReport.by,
  when: orderReport.when,
  says: record({
    kind: oneOf(['full', 'fullWithoutPersonalData'], 'Which dossier.'),
    language: optional(code(2, { vocabulary: 'language', about: "Another language than the system's own." })),
  }),
  decide(state, { kind, language }, { actor, directory, fresh }) {
    const isPersonal = kind === 'full';
    const wanted = wantedLanguage(language, { actor, directory });
    const refused = refuseAll([
      ...(isPersonal ? personalDataFaults(state, actor, '/data/kind') : []),
      ...languageFaults(wanted),
    ]);
    if (refused !== undefined) return refused;
    const facts = {
      report: fresh,
      kind: isPersonal ? ('dossier' as const) : ('dossierWithoutPersonalData' as const),
      language: wanted,
      version: state.version,
    };
    return { events: [{ type: 'report.ordered', facts }] };
  },
});

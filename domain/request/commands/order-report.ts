import { fault, refuseAll, type Fault } from '../../kernel/refusals.ts';
import { code, list, oneOf, optional, record } from '../../kernel/says.ts';
import { defined } from '../../kernel/optional.ts';
import type { Actor } from '../../kernel/workflow.ts';
import { begunCommand } from '../command.ts';
import { contentsOf, REPORT_KINDS, REPORT_PARTS, type ReportPart } from '../report-kinds.ts';
import { languageFaults, personalDataFaults, wantedLanguage } from '../report-rights.ts';
import { ENDED_AFTER_SENDING, ONGOING, type BegunRequest } from '../state.ts';

/** Orders a certified report of the request as it stands; it is made in the background and delivered when it is ready. */
export const orderReport = begunCommand({
  name: 'report.order',
  summary: 'Order a certified report of the request.',
  source: 'handbook 5.3.10',
  by: [
    { party: 'requesting authority', role: 'request handler' },
    { party: 'requesting authority', role: 'request viewer' },
    { party: 'requesting authority', role: 'allocator' },
    { party: 'responding authority', role: 'request handler' },
    { party: 'responding authority', role: 'request viewer' },
    { party: 'responding authority', role: 'allocator' },
    { party: 'requesting coordinator', role: 'referral handler' },
    { party: 'requesting coordinator', role: 'request viewer' },
    { party: 'requesting coordinator', role: 'allocator' },
    { party: 'responding coordinator', role: 'referral handler' },
    { party: 'responding coordinator', role: 'request viewer' },
    { party: 'responding coordinator', role: 'allocator' },
    { party: 'coordinator linked to the requesting authority', role: 'referral handler' },
    { party: 'coordinator linked to the requesting authority', role: 'request viewer' },
    { party: 'coordinator linked to the requesting authority', role: 'allocator' },
    { party: 'coordinator linked to the responding authority', role: 'referral handler' },
    { party: 'coordinator linked to the responding authority', role: 'request viewer' },
    { party: 'coordinator linked to the responding authority', role: 'allocator' },
  ],
  when: ['draft', ...ONGOING, ...ENDED_AFTER_SENDING],
  says: record({
    kind: oneOf(REPORT_KINDS, 'Which report.'),
    parts: optional(list('part', oneOf(REPORT_PARTS, 'A part of a customised report.'), { min: 1, max: 9 })),
    language: optional(code(2, { vocabulary: 'language', about: "Another language than the system's own." })),
  }),
  decide(state, { kind, parts, language }, { actor, directory, fresh }) {
    const wanted = wantedLanguage(language, { actor, directory });
    const refused = refuseAll([...choiceFaults(state, { kind, parts }, actor), ...languageFaults(wanted)]);
    if (refused !== undefined) return refused;
    const facts = {
      report: fresh,
      kind,
      ...defined('parts', parts),
      language: wanted,
      version: state.version,
    };
    return { events: [{ type: 'report.ordered', facts }] };
  },
});

type Choice = { readonly kind: string; readonly parts: readonly ReportPart[] | undefined };

/** Parts are chosen for a customised report and for no other; personal data is for few, and only while it is there. */
function choiceFaults(state: BegunRequest, { kind, parts }: Choice, actor: Actor): readonly Fault[] {
  if ((kind === 'custom') !== (parts !== undefined)) return [fault('REPORT_PARTS_WRONG', '/data/parts')];
  const { hasPersonalData } = contentsOf({ kind, parts: parts ?? [] });
  return hasPersonalData
    ? personalDataFaults(state, actor, kind === 'custom' ? '/data/parts' : '/data/kind')
    : [];
}

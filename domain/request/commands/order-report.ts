import { fault, refuseAll, type Fault } from '../../kernel/refusals.ts';
import { code, list, oneOf, optional, record } from '../../kernel/says.ts';
import { LANGUAGES } from '../../kernel/language.ts';
import { defined } from '../../kernel/optional.ts';
import type { Actor } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { contentsOf, REPORT_KINDS, REPORT_PARTS, type ReportPart } from '../report-kinds.ts';
import { ENDED, ONGOING, type OpenRequest } from '../state.ts';

/** Orders a certified report of the request as it stands; it is made in the background and delivered when it is ready. */
export const orderReport = requestCommand({
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
  ],
  when: [...ONGOING, ...ENDED],
  says: record({
    kind: oneOf(REPORT_KINDS, 'Which report.'),
    parts: optional(list('part', oneOf(REPORT_PARTS, 'A part of a customised report.'), { min: 1, max: 9 })),
    language: optional(code(2, { vocabulary: 'language', about: "Another language than the system's own." })),
  }),
  decide(state, { kind, parts, language }, { actor, directory, fresh }) {
    const wanted = language ?? directory.systemOf.get(actor.authority)?.language ?? 'en';
    const refused = refuseAll([
      ...choiceFaults(state, { kind, parts }, actor),
      ...(LANGUAGES.some((known) => known === wanted) ? [] : [fault('LANGUAGE_UNKNOWN', '/data/language')]),
    ]);
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
function choiceFaults(state: OpenRequest, { kind, parts }: Choice, actor: Actor): readonly Fault[] {
  if ((kind === 'custom') !== (parts !== undefined)) return [fault('REPORT_PARTS_WRONG', '/data/parts')];
  const { hasPersonalData } = contentsOf({ kind, parts: parts ?? [] });
  if (!hasPersonalData) return [];
  const path = kind === 'custom' ? '/data/parts' : '/data/kind';
  if (!mayHavePersonalData(state, actor)) return [fault('REPORT_KIND_NOT_ALLOWED', path)];
  return state.erasedAt === undefined ? [] : [fault('CONTENT_ERASED', path)];
}

/** Handlers of the two authorities, on the responding side only after acceptance; never viewers, allocators, coordinators. */
function mayHavePersonalData(state: OpenRequest, actor: Actor): boolean {
  if (!actor.roles.includes('request handler')) return false;
  if (actor.authority === state.requesting.authority) return true;
  return actor.authority === state.responding.authority && state.disclosed;
}

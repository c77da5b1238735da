import { settingsIn } from '../../area/settings.ts';
import { workflowAccess } from '../../directory/directory.ts';
import { ATTACHMENT_REFUSALS, checkAttachments } from '../../exchange/check.ts';
import { Attachments, Comment } from '../../exchange/content.ts';
import { attachmentFact, attachmentName } from '../../exchange/documents.ts';
import { daysLater } from '../../kernel/calendar.ts';
import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { defined } from '../../kernel/optional.ts';
import { code, flag, integer, list, optional, record, text } from '../../kernel/says.ts';
import { authorityOf, BY_THE_HUB } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import { ACCESS, SETTINGS } from './in-areas.ts';
import type { EchoEvent, EchoState } from './state.ts';

const echoCommand = command<EchoState, EchoEvent>();

export const call = echoCommand({
  name: 'echo.call',
  summary: 'Call some authorities, who may answer within days.',
  source: 'tests',
  by: [{ party: 'caller', role: 'request handler' }],
  when: ['new'],
  leadsTo: ['called'],
  refuses: ['ADDRESSEE_UNKNOWN', 'FLAG_MISSING', 'WORKFLOW_NOT_IN_AREA'],
  says: record({
    area: code(40, { vocabulary: 'area' }),
    called: list('authority', code(60, { vocabulary: 'authority' }), { min: 1, max: 20 }),
    days: integer({ min: 1, max: 30 }),
    words: text(500),
  }),
  decide(_state, { area, called, days, words }, world) {
    const { at, directory, fresh: number } = world;
    const own = authorityOf(world.actor);
    const settings = settingsIn(world.area, SETTINGS);
    if (settings === undefined) return refuse(fault('WORKFLOW_NOT_IN_AREA', '/data/area', { area }));
    const isMute = workflowAccess(directory.authorities.get(own), area, ACCESS)?.flags.isMute === true;
    const refused = refuseAll([
      ...(isMute ? [fault('FLAG_MISSING', '/type', { authority: own })] : []),
      ...called.flatMap((one, index) =>
        directory.authorities.has(one)
          ? []
          : [fault('ADDRESSEE_UNKNOWN', `/data/called/${index}`, { authority: one })],
      ),
    ]);
    if (refused !== undefined) return refused;
    const answerBy = daysLater(at, Math.min(days, settings.mostDays));
    const facts = { number, area, called: [...new Set(called)], answerBy };
    return { events: [{ type: 'echo.called', facts, content: { words } }] };
  },
});

export const answer = echoCommand({
  name: 'echo.answer',
  summary: 'Answer a call.',
  source: 'tests',
  by: [{ party: 'called', role: 'request handler' }],
  when: ['called'],
  leadsTo: 'same',
  refuses: ['ANSWER_TWICE', ...ATTACHMENT_REFUSALS],
  says: record({ words: text(500), comment: optional(Comment), attachments: optional(Attachments) }),
  decide({ answers, attachments: taken }, { words, comment, attachments = [] }, { actor, area }) {
    const own = authorityOf(actor);
    const isAgain = answers.some(({ by }) => by === own);
    const refused = refuseAll([
      ...(isAgain ? [fault('ANSWER_TWICE', '/type', { question: own })] : []),
      ...checkAttachments(area.attachments, attachments, taken),
    ]);
    if (refused !== undefined) return refused;
    const facts = { attachments: attachments.map(attachmentFact) };
    const attachmentNames = attachments.map(attachmentName);
    const content = { words, ...defined('comment', comment), attachmentNames };
    return { events: [{ type: 'echo.answered', facts, content }] };
  },
});

export const close = echoCommand({
  name: 'echo.close',
  summary: 'Wait for no further answers.',
  source: 'tests',
  by: [{ party: 'caller', role: 'request handler' }],
  when: ['called'],
  leadsTo: ['closed'],
  refuses: [],
  says: record({ again: optional(flag('Call the same once more.')) }),
  decide(_state, { again }) {
    return { events: [{ type: 'echo.closed', facts: again === true ? { again } : {} }] };
  },
});

/** The hub calls again, for whoever has called first; only so often as the area admits it. */
export const repeat = echoCommand({
  name: 'echo.repeat',
  summary: 'Call once more.',
  source: 'tests',
  by: BY_THE_HUB,
  when: ['new'],
  leadsTo: ['called'],
  refuses: ['CONTENT_ERASED', 'WORKFLOW_NOT_IN_AREA'],
  says: record({
    caller: code(60),
    called: list('authority', code(60), { min: 1, max: 20 }),
    after: code(40),
    words: optional(text(500)),
  }),
  decide(_state, { caller, called, after, words }, { at, area, fresh: number }) {
    const settings = settingsIn(area, SETTINGS);
    if (settings === undefined)
      return refuse(fault('WORKFLOW_NOT_IN_AREA', '/data/area', { area: area.code }));
    if (words === undefined) return refuse(fault('CONTENT_ERASED', '/data/words'));
    const facts = {
      number,
      area: area.code,
      called,
      caller,
      after,
      answerBy: daysLater(at, settings.mostDays),
    };
    return { events: [{ type: 'echo.called', facts, content: { words } }] };
  },
});

export const link = echoCommand({
  name: 'echo.link',
  summary: 'Record which call has followed.',
  source: 'tests',
  by: BY_THE_HUB,
  when: ['closed'],
  leadsTo: 'same',
  refuses: [],
  says: record({ to: code(40) }),
  decide(_state, { to }) {
    return { events: [{ type: 'echo.linked', facts: { to } }] };
  },
});

export const expire = echoCommand({
  name: 'echo.expire',
  summary: 'End a call whose time is over.',
  source: 'tests',
  by: BY_THE_HUB,
  when: ['called'],
  leadsTo: ['expired'],
  refuses: [],
  says: record({}),
  decide() {
    return { events: [{ type: 'echo.expired', facts: {} }] };
  },
});

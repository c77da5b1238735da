import type { Workflow } from '../kernel/workflow.ts';
import { accept } from './commands/accept.ts';
import { acceptAdditionalInformation } from './commands/accept-additional-information.ts';
import { approve } from './commands/approve.ts';
import { approveReply } from './commands/approve-reply.ts';
import { askAdditionalInformation } from './commands/ask-additional-information.ts';
import { close } from './commands/close.ts';
import { discard } from './commands/discard.ts';
import { eraseContent } from './commands/erase-content.ts';
import { extendReport } from './commands/extend-report.ts';
import { findSatisfactory } from './commands/find-satisfactory.ts';
import { findUnsatisfactory } from './commands/find-unsatisfactory.ts';
import { issueReport } from './commands/issue-report.ts';
import { orderDossier } from './commands/order-dossier.ts';
import { orderReport } from './commands/order-report.ts';
import { refer } from './commands/refer.ts';
import { refuseRequest } from './commands/refuse.ts';
import { rejectAdditionalInformation } from './commands/reject-additional-information.ts';
import { reply } from './commands/reply.ts';
import { returnReply } from './commands/return-reply.ts';
import { returnRequest } from './commands/return.ts';
import { save } from './commands/save.ts';
import { send } from './commands/send.ts';
import { uphold } from './commands/uphold.ts';
import { withdraw } from './commands/withdraw.ts';
import { deliveries, TELLS } from './deliveries.ts';
import { endedAt } from './ended.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { statusFor } from './level.ts';
import { parties } from './parties.ts';
import { report } from './report.ts';
import { reportView } from './report-view.ts';
import { RequestView } from './shows.ts';
import { INITIAL, type RequestState } from './state.ts';
import { view } from './view.ts';

/** The request workflow: one authority asks another one in another Member State (handbook 5). */
export const request: Workflow<RequestState, RequestEvent, RequestView> = {
  name: 'request',
  prefix: 'REQ',
  initial: INITIAL,
  commands: [
    save,
    discard,
    send,
    approve,
    returnRequest,
    accept,
    refuseRequest,
    reply,
    approveReply,
    returnReply,
    askAdditionalInformation,
    acceptAdditionalInformation,
    rejectAdditionalInformation,
    refer,
    findUnsatisfactory,
    findSatisfactory,
    uphold,
    close,
    withdraw,
    orderReport,
    orderDossier,
    issueReport,
    extendReport,
    eraseContent,
  ],
  tells: TELLS,
  shows: RequestView,
  quiet: ['report.ordered', 'report.issued', 'report.extended', 'content.erased'],
  parties,
  statusFor,
  endedAt,
  evolve,
  deliveries,
  view,
  reportView,
  report,
};

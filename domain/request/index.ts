import { asCase } from '../case/case.ts';
import { REPORT_KINDS } from '../case/report-kinds.ts';
import { addMessage } from './commands/add-message.ts';
import { allocate } from './commands/allocate.ts';
import { changeCoordinator } from './commands/change-coordinator.ts';
import { forward } from './commands/forward.ts';
import { remind } from './commands/remind.ts';
import { saveReply } from './commands/save-reply.ts';
import { copy } from './commands/copy.ts';
import { correct } from './commands/correct.ts';
import { openCopy } from './commands/open-copy.ts';
import { split } from './commands/split.ts';
import { openPart } from './commands/open-part.ts';
import { accept } from './commands/accept.ts';
import { acceptAdditionalInformation } from './commands/accept-additional-information.ts';
import { approve } from './commands/approve.ts';
import { approveReply } from './commands/approve-reply.ts';
import { askAdditionalInformation } from './commands/ask-additional-information.ts';
import { close } from './commands/close.ts';
import { discard } from './commands/discard.ts';
import { forgetDraft } from './commands/forget-draft.ts';
import { findSatisfactory } from './commands/find-satisfactory.ts';
import { findUnsatisfactory } from './commands/find-unsatisfactory.ts';
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
import { allocates } from './allocation.ts';
import { asks } from './asks.ts';
import { ACCESS, ROLES } from './access.ts';
import { erased } from './erased.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { QUIET } from './known.ts';
import { statusFor, versionFor } from './level.ts';
import { measured } from './measured.ts';
import { requestDue } from './due.ts';
import { parties } from './parties.ts';
import { LISTED, parts, watches } from './parts.ts';
import { report } from './report.ts';
import { contentsOf, REPORT_PARTS } from './report-kinds.ts';
import { MAY_ORDER, personalDataFaults, PERSONAL_DATA_REFUSALS } from './report-rights.ts';
import { reportView } from './report-view.ts';
import { setsOff, TELLS, WRITES } from './sets-off.ts';
import { RequestView } from './shows.ts';
import { SETTINGS } from './settings.ts';
import { splitSettled } from './splitting.ts';
import { BEGUN, ENDED, INITIAL, type RequestState } from './state.ts';
import { view } from './view.ts';

/** The request workflow: one authority asks another one in another Member State (handbook 5). */
export const request = asCase<RequestState, RequestEvent, RequestView>({
  name: 'request',
  prefix: 'REQ',
  roles: ROLES,
  inAreas: {
    settings: SETTINGS,
    access: ACCESS,
    carries: () => true,
  },
  initial: INITIAL,
  commands: [
    save,
    discard,
    forgetDraft,
    send,
    approve,
    returnRequest,
    accept,
    refuseRequest,
    forward,
    changeCoordinator,
    addMessage,
    split,
    openPart,
    copy,
    openCopy,
    correct,
    allocate,
    saveReply,
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
    remind,
  ],
  tells: TELLS,
  writes: WRITES,
  shows: RequestView,
  ended: ENDED,
  due: requestDue,
  measured,
  quiet: QUIET,
  keepsNothing: ['discarded'],
  parties,
  listed: LISTED,
  parts,
  watches,
  allocation: { role: 'allocator', isUsed: allocates },
  statusFor,
  versionFor,
  evolve,
  erased,
  setsOff,
  asks,
  askSettled: splitSettled,
  view,
  reports: {
    kinds: REPORT_KINDS,
    parts: REPORT_PARTS,
    by: MAY_ORDER,
    when: BEGUN,
    hasPersonalData: (choice) => contentsOf(choice).hasPersonalData,
    personalDataFaults,
    personalDataRefusals: PERSONAL_DATA_REFUSALS,
    view: reportView,
    page: report,
  },
});

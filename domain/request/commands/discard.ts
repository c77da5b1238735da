import { record } from '../../kernel/says.ts';
import { draftCommand } from '../command.ts';

/** The request will not be sent. What has been sent can only be withdrawn. */
export const discard = draftCommand({
  name: 'request.discard',
  summary: 'Delete a draft with everything that was written in it.',
  source: 'docs/decisions/0006-drafts.md',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['draft'],
  leadsTo: ['discarded'],
  refuses: [],
  says: record({}),
  decide() {
    return { events: [{ type: 'request.discarded', facts: {} }] };
  },
});

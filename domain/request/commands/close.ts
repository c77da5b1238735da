import { optional, record } from '../../kernel/says.ts';
import { defined } from '../../kernel/optional.ts';
import { requestCommand } from '../command.ts';
import { Rating } from '../rating.ts';
import { Comment } from '../../exchange/content.ts';

/** Ends the exchange as satisfactory, or because what is missing cannot be had. Starts the period of erasure. */
export const close = requestCommand({
  name: 'request.close',
  summary: 'Close the request after a full reply.',
  source: 'handbook 5.3.3, 5.3.4, features E17, glossary: full reply',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['replyProvided', 'additionalInformationRejected'],
  leadsTo: ['closed'],
  refuses: [],
  says: record({ rating: optional(Rating), comment: optional(Comment) }),
  decide(_state, { rating, comment }) {
    const content = comment === undefined ? {} : { content: { comment } };
    return { events: [{ type: 'request.closed', facts: defined('rating', rating), ...content }] };
  },
});

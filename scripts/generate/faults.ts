import {
  AMQP_REPLIES, CLIENT_TEXTS, ERROR_NAMES, SOCKET_CODES, SQLSTATES, type FaultRow,
} from '../../hub/fault-table.ts'; // prettier-ignore
import { code, page, table } from './markdown.ts';

/** What becomes of work that a fault of the outer world has met. */
export function faults(): string {
  return page('Faults of database, line and broker', 'hub/fault-table.ts', [
    '- `passing`: the work waits, and is tried again\n- `ours`: so, too, and it is said as an error, for people must act\n- `deadly`: it is said of this very work, which goes aside',
    'What is not listed is passing.',
    '## SQLSTATE\nBy class, and by whole code where that differs.',
    listed(SQLSTATES),
    '## The client of the database, which has no codes\nBy how the text begins.',
    listed(CLIENT_TEXTS),
    '## Sockets and files',
    listed(SOCKET_CODES),
    '## AMQP 0-9-1',
    listed(AMQP_REPLIES),
    '## Known by name alone',
    listed(ERROR_NAMES),
  ]);
}

function listed(rows: readonly FaultRow[]): string {
  return table(
    ['fault', 'work', 'meaning'],
    rows.map(([name, outcome, means]) => [code(name), outcome, means]),
  );
}

import type { ClientBase, Pool } from 'pg';
import { gatherDirectory } from '../../hub/evidence/directory-digest.ts';
import type {
  AuditSource,
  KeptDirectory,
  KeptMails,
  KeptTold,
  Rows,
} from '../../hub/evidence/audit/source.ts';
import { canonicalOf } from '../codecs/canonical.ts';
import { QUESTIONS } from './audit-questions.ts';
import {
  credentialFrom,
  epochFrom,
  type EpochRow,
  eventFrom,
  keptHead,
  lettersFrom,
  receiptFrom,
  recordFrom,
  reportFrom,
} from './audit-rows.ts';
import { sealedFrom, uploadFrom } from './audit-sealed.ts';
import { onConnection } from './connection.ts';
import { HEADS, headFrom, type HeadRow } from './heads.ts';
import type { Secrets } from './message-row.ts';

type Connection = Pick<ClientBase, 'query'>;

const PAGE = 500;
/** Of rows that are as large as a message may be. */
const LARGE_PAGE = 4;

const EPOCHS = `SELECT number, cluster::text, database::text, opened_at AS "openedAt", last_root AS "lastRoot", lost, mac
  FROM epoch ORDER BY number`;

/** Lends the work all that an audit reads, as it is at one moment. Nothing is locked: a hub at work goes on with it. */
export function readForAudit<T>(
  pool: Pool,
  secrets: Secrets | undefined,
  work: (source: AuditSource) => Promise<T>,
): Promise<T> {
  return onConnection(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const done = await work(auditSourceOn(client, secrets));
    await client.query('COMMIT');
    return done;
  });
}

/** The same on a connection that has a transaction open already; with the hub's key it is told what only the hub can write. */
export function auditSourceOn(client: Connection, secrets?: Secrets): AuditSource {
  return {
    chains: rows(client, 'CHAINS', ({ chain }: { chain: string }) => ({ chain })),
    heads: rows(client, 'KEPT_HEADS', keptHead(secrets)),
    records: rows(client, 'RECORDS', recordFrom(secrets)),
    events: rows(client, 'EVENTS', eventFrom(secrets)),
    receipts: rows(client, 'RECEIPTS', receiptFrom(secrets)),
    deliveries: rows(client, 'DELIVERIES', ({ handed_over, ...row }: DeliveriesRow) => ({
      ...row,
      handedOver: handed_over,
    })),
    mails: rows(client, 'MAILS', (row: KeptMails) => row),
    told: rows(client, 'TOLD', (row: KeptTold) => row),
    reports: rows(client, 'REPORTS', reportFrom),
    letters: rows(client, 'LETTERS', lettersFrom(secrets)),
    covered: rows(
      client,
      'COVERED',
      (row: HeadRow & { root: number; sealed: boolean; rootless: boolean }) => ({
        ...headFrom(row),
        root: row.root,
        isSealed: row.sealed,
        isRootless: row.rootless,
      }),
    ),
    roots: rows(client, 'ROOTS', ({ signature, ...row }: RootRow) => ({
      ...row,
      ...(signature === null ? {} : { signature }),
    })),
    credentials: rows(client, 'CREDENTIALS', credentialFrom(secrets)),
    isOpened: secrets !== undefined,
    sealed:
      secrets === undefined
        ? rows(client, 'UPLOADS', uploadFrom)
        : rows(client, 'SEALED', sealedFrom(secrets, client)),
    async epochs() {
      return (await client.query<EpochRow>(EPOCHS)).rows.map(epochFrom(secrets));
    },
    async headsUnder(root) {
      const found = await client.query<HeadRow>({ name: 'heads-under', text: HEADS, values: [root] });
      return found.rows.map(headFrom);
    },
    directory: () => readDirectory(client),
  };
}

type RootRow = { readonly number: number; readonly statement: string; readonly signature: Buffer | null };
type DeliveriesRow = {
  readonly chain: string;
  readonly system: string;
  readonly authority: string;
  readonly type: string;
  readonly through: string;
  readonly handed_over: number;
  readonly overdue: number;
};

async function readDirectory(client: Connection): Promise<KeptDirectory> {
  const { rows: states } = await client.query<{ version: string }>('SELECT version FROM directory_state');
  const gathered = gatherDirectory({ canonical: canonicalOf });
  for await (const page of rows(client, 'AUTHORITIES', bodyOf)) for (const one of page) gathered.add('authority', one);
  for await (const page of rows(client, 'SYSTEMS', bodyOf)) for (const one of page) gathered.add('system', one);
  return { version: Number(states[0]?.version ?? 0), digest: gathered.digest() };
} // prettier-ignore

function bodyOf({ body }: { readonly body: unknown }): unknown {
  return body;
}

/** A question that is answered a page at a time, out of a cursor that the database keeps. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the columns are, the question says
async function* rows<Row extends object, Made>(
  client: Connection,
  name: keyof typeof QUESTIONS,
  make: (row: Row) => Made | Promise<Made>,
): Rows<Made> {
  const size = name === 'SEALED' ? LARGE_PAGE : PAGE;
  await client.query(`DECLARE audit_${name} NO SCROLL CURSOR FOR ${QUESTIONS[name]}`);
  for (;;) {
    const { rows: page } = await client.query<Row>(`FETCH ${size} FROM audit_${name}`);
    if (page.length > 0) yield await each(page, make);
    if (page.length < size) break;
  }
  await client.query(`CLOSE audit_${name}`);
}

/** One after the other: what is made of a row may be asked for on the same connection, and may be large. */
async function each<Row, Made>(
  page: readonly Row[],
  make: (row: Row) => Made | Promise<Made>,
): Promise<readonly Made[]> {
  const all: Made[] = [];
  for (const row of page) all.push(await make(row));
  return all;
}

import { PIECE } from '../../hub/ports/documents.ts';
import { DEAD_UNTESTIFIED } from '../../hub/ports/records.ts';

/** The questions of an audit. All but those for the directory, roots and secrets are answered in the order of the chains. */

// Where a receipt says that it stands. Found by its signs alone: what somebody has made to be no JSON must not end the audit.
const PLACE = `'"evidence":\\{"chain":"([^"\\\\]*)","seq":[0-9]{1,9},'`;
const NUMBER = `'"evidence":\\{"chain":"[^"\\\\]*","seq":([0-9]{1,9}),'`;
const CHAIN_OF_RECEIPT = `coalesce(substring(receipt from ${PLACE}), '')`;

// In the order of the database, whatever that is: by it the index of each table can be read as it lies there.
const CHAINS = `SELECT number AS chain FROM case_file UNION SELECT chain FROM evidence_chain UNION SELECT chain FROM evidence
  UNION SELECT case_number FROM case_event UNION SELECT chain FROM evidence_root_head UNION SELECT chain FROM delivery
  UNION SELECT case_number FROM report UNION SELECT chain FROM dead_letter UNION SELECT case_number FROM mail
  UNION SELECT ${CHAIN_OF_RECEIPT} FROM message ORDER BY chain`;

const KEPT_HEADS = `SELECT number AS chain, chain_seq AS seq, chain_head AS hash, seq AS events,
    workflow, area, status, version, ended_at, erased_at, due_at, wrapped_key, mac, (
      SELECT coalesce(json_agg(json_build_object('case_number', p.case_number, 'authority', p.authority, 'parties', p.parties,
        'workflow', p.workflow, 'area', p.area, 'status', p.status, 'waits_for', p.waits_for, 'since', p.since, 'others', p.others,
        'countries', p.countries, 'late', p.late, 'persons', p.persons, 'shared', p.shared, 'mac', encode(p.mac, 'hex'))), '[]')
      FROM case_party p WHERE p.case_number = case_file.number) AS parts
    FROM case_file
  UNION ALL SELECT chain, seq, hash, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM evidence_chain ORDER BY chain`;

// Transactions before the horizon of the newest root had ended when it was made (see gather.ts): it has left out none of theirs.
const RECORDS = `SELECT chain, seq, kind, at, body, prev, hash, case_seq, mac, written_by < coalesce((
    SELECT CASE WHEN cluster = (SELECT system_identifier FROM pg_control_system()) THEN horizon END
    FROM evidence_root ORDER BY number DESC LIMIT 1), 0) AS was_before
  FROM evidence ORDER BY chain, seq`;

const EVENTS = `SELECT e.case_number, e.seq, e.type, e.at, e.by, e.person, e.facts::text AS facts, e.content_digest, e.mac,
    c.seq IS NOT NULL AS has_content
  FROM case_event e LEFT JOIN case_content c ON c.case_number = e.case_number AND c.seq = e.seq ORDER BY e.case_number, e.seq`;

const RECEIPTS = `SELECT ${CHAIN_OF_RECEIPT} AS chain, coalesce(substring(receipt from ${NUMBER})::int, 0) AS seq,
    system, id, digest, received_at, outcome, case_number, receipt, receipt_id, sealed
  FROM message ORDER BY 1, 2, system, id`;

// News are for an authority: which system they go to may change while they wait, and not once they are handed over.
const DELIVERIES = `SELECT chain, CASE WHEN authority IS NULL THEN system ELSE '' END AS system,
    coalesce(authority, '') AS authority, type, CASE WHEN handed_over IS NULL THEN '' ELSE coalesce(system, '') END AS through,
    count(handed_over)::int AS handed_over, count(overdue)::int AS overdue
  FROM delivery GROUP BY 1, 2, 3, 4, 5 ORDER BY chain`;

const MAILS = `SELECT case_number AS chain, authority, template, count(*) FILTER (WHERE state = 'sent')::int AS sent,
    count(*) FILTER (WHERE state = 'dead' AND reason IS DISTINCT FROM '${DEAD_UNTESTIFIED}')::int AS dead
  FROM mail GROUP BY 1, 2, 3 ORDER BY chain`;

const TOLD = `SELECT chain, seq, id, type, coalesce(authority, '') AS "to", coalesce(attachments, '{}') AS attachments FROM delivery WHERE message_id IS NULL
  ORDER BY chain, seq, id`;

const REPORTS = `SELECT case_number AS chain, id, seq, authority, kind, coalesce(parts, '{}') AS parts, language, ordered_at, expires_at,
    issued_at, CASE WHEN sha256 IS NULL THEN '{}' ELSE array_append(earlier, sha256) END AS digests
  FROM report ORDER BY case_number, id`;

const LETTERS = 'SELECT id, chain, reason, queue, died_at, mac FROM dead_letter ORDER BY chain';

// The order of the ids is the same everywhere.
const AUTHORITIES = `SELECT body FROM authority ORDER BY id COLLATE "C"`;
const SYSTEMS = `SELECT body FROM national_system ORDER BY id COLLATE "C"`;

const COVERED = `SELECT h.chain, h.seq, h.hash, h.number AS root, r.signature IS NOT NULL AS sealed, r.number IS NULL AS rootless
  FROM evidence_root_head h LEFT JOIN evidence_root r ON r.number = h.number ORDER BY h.chain, h.seq, h.number`;

const ROOTS = 'SELECT number, statement, signature FROM evidence_root ORDER BY number';

const CREDENTIALS = `SELECT system, account, secret_hmac AS "secretHmac", created_at AS "createdAt", ends_at AS "endsAt",
    broker_hash AS "brokerHash", mac FROM system_credential ORDER BY system, account`;

// All of a document has come, and each piece has its place, none beyond: a place is taken once.
const PIECES = 'FROM upload_piece p WHERE p.upload_id = coalesce(u.of, u.id)';
const IS_WHOLE = `u.state = 'ready' AND u.received = u.size AND (
    SELECT count(*) = (u.size::bigint + ${PIECE - 1}) / ${PIECE} AND min(p.place) = 0 AND max(p.place) = count(*) - 1 ${PIECES})`;
// Of those that share their pieces.
const IS_FIRST = `NOT EXISTS (SELECT 1 FROM upload o WHERE (o.id = coalesce(u.of, u.id) OR o.of = coalesce(u.of, u.id))
    AND o.case_number IS NOT NULL AND o.state <> 'gone' AND o.id < u.id)`;
const CLAIMED = `FROM upload u WHERE u.case_number IS NOT NULL AND u.state <> 'gone'`;

const UPLOADS = `SELECT u.case_number AS chain, encode(u.sha256, 'hex') AS name, ${IS_WHOLE} AS "isWhole" ${CLAIMED} ORDER BY chain`;

// Sorted are the rows and not the sealed bytes, which stay where they lie until their page is fetched.
const SEALED = `SELECT s.chain, s.kind, s.name, s.system, s.sealed, s.digest, s.row, f.wrapped_key FROM (
    SELECT c.case_number AS chain, 'content' AS kind, c.seq::text AS name, '' AS system, c.sealed, e.content_digest AS digest, NULL::json AS row
      FROM case_content c LEFT JOIN case_event e ON e.case_number = c.case_number AND e.seq = c.seq
    UNION ALL SELECT case_number, 'document', encode(sha256, 'hex'), '', sealed, sha256, NULL FROM case_attachment
    UNION ALL SELECT case_number, 'upload', encode(sha256, 'hex'), id::text, wrapped_key, NULL,
        json_build_object('owner', owner, 'authority', authority, 'mediaType', media_type, 'size', size, 'state', state, 'trouble', trouble, 'of', u.of,
          'mac', encode(mac, 'hex'), 'isWhole', ${IS_WHOLE}, 'isFirst', ${IS_FIRST}) ${CLAIMED}
    UNION ALL SELECT case_number, 'original', id, system, sealed, NULL, NULL FROM case_original
    UNION ALL SELECT case_number, 'report', id, '', sealed, sha256, NULL FROM report WHERE sealed IS NOT NULL
    UNION ALL SELECT chain, 'letter', id::text, '', sealed, NULL, NULL FROM dead_letter WHERE sealed IS NOT NULL
  ) s LEFT JOIN case_file f ON f.number = s.chain ORDER BY s.chain`;

export const QUESTIONS = {
  CHAINS,
  KEPT_HEADS,
  RECORDS,
  EVENTS,
  RECEIPTS,
  DELIVERIES,
  MAILS,
  TOLD,
  REPORTS,
  LETTERS,
  AUTHORITIES,
  SYSTEMS,
  COVERED,
  ROOTS,
  CREDENTIALS,
  UPLOADS,
  SEALED,
} as const;

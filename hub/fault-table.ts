/**
 * What becomes of work that a fault of database, broker or line has met:
 *
 *   passing   the outer world is away or in the way; the same work may well succeed: it waits and is tried again
 *   ours      the installation is not right (rights, schema, settings): as `passing`, but said as an error, for people must act
 *   deadly    this very work cannot be done, now or later: it goes aside, so that it harms no other
 *
 * Only what is deadly is a closed list. Whatever is not listed here is passing: it is better to hold a message too long
 * than to bury it for something that was nobody's fault.
 */
export type FaultOutcome = 'passing' | 'ours' | 'deadly';

export type FaultRow = readonly [code: string, outcome: FaultOutcome, means: string];

/** SQLSTATE by class, and by whole code where that differs from its class (PostgreSQL, appendix A). */
export const SQLSTATES: readonly FaultRow[] = [
  ['00', 'ours', 'successful completion, told as an error'],
  ['01', 'ours', 'warning, told as an error'],
  ['02', 'ours', 'no data, told as an error'],
  ['03', 'ours', 'SQL statement not yet complete'],
  ['08', 'passing', 'connection'],
  ['08P01', 'passing', 'protocol violation: also by a proxy between'],
  ['09', 'ours', 'triggered action'],
  ['0A', 'ours', 'feature not supported'],
  [
    '0A000',
    'passing',
    'also: the plan of a prepared statement is older than a migration; a new connection plans anew',
  ],
  ['0B', 'ours', 'invalid transaction initiation'],
  ['0F', 'ours', 'locator'],
  ['0L', 'ours', 'invalid grantor'],
  ['0P', 'ours', 'invalid role'],
  ['0Z', 'ours', 'diagnostics'],
  ['10', 'deadly', 'XQuery'],
  ['20', 'ours', 'case not found'],
  ['21', 'deadly', 'cardinality violation'],
  ['22', 'deadly', 'data exception'],
  ['23', 'deadly', 'integrity constraint'],
  ['24', 'ours', 'invalid cursor state'],
  ['25', 'ours', 'invalid transaction state'],
  ['25006', 'passing', 'read-only transaction: the database is a standby, or frozen for maintenance'],
  ['25P03', 'passing', 'idle in transaction for too long'],
  ['25P04', 'passing', 'transaction timeout'],
  ['26', 'passing', 'a prepared statement is not there: a pooler between, or the connection was reset'],
  ['27', 'deadly', 'triggered data change'],
  ['28', 'ours', 'invalid authorization'],
  ['2B', 'ours', 'dependent privileges exist'],
  ['2D', 'ours', 'invalid transaction termination'],
  ['2F', 'ours', 'SQL routine'],
  ['34', 'ours', 'invalid cursor name'],
  ['38', 'ours', 'external routine'],
  ['39', 'ours', 'external routine invocation'],
  ['3B', 'ours', 'savepoint'],
  ['3D', 'ours', 'invalid catalogue name: no such database'],
  ['3F', 'ours', 'invalid schema name'],
  ['40', 'passing', 'rolled back: serialization, deadlock'],
  ['42', 'ours', 'syntax or access: a migration or a right is missing'],
  ['42P05', 'passing', 'a prepared statement is there already: a pooler between'],
  ['44', 'deadly', 'check option'],
  ['53', 'passing', 'resources: disk full, out of memory, too many connections'],
  ['54', 'deadly', 'program limit: the row or the statement is too large'],
  ['55', 'passing', 'object not in the state for it: lock not available, in use'],
  ['57', 'passing', 'operator intervention: cancelled, statement timeout, shutdown, starting up'],
  ['58', 'passing', 'system error: input and output'],
  ['72', 'passing', 'snapshot too old'],
  ['F0', 'ours', 'configuration file'],
  ['HV', 'ours', 'foreign data wrapper'],
  ['P0', 'deadly', 'raised in PL/pgSQL: a guard of the schema'],
  ['P0000', 'ours', 'PL/pgSQL error'],
  ['XX', 'ours', 'internal error'],
  ['XX001', 'ours', 'data corrupted'],
  ['XX002', 'ours', 'index corrupted'],
  ['P1', 'passing', 'Prisma: the database cannot be reached'],
  ['P2', 'passing', 'Prisma: a query failed'],
];

/** What the pg client and its pool throw without a code: by how their text begins. All but one mean that the line is lost. */
export const CLIENT_TEXTS: readonly FaultRow[] = [
  ['Connection terminated', 'passing', 'the line broke, also while connecting'],
  ['Connection ended unexpectedly', 'passing', 'the line broke'],
  ['Query read timeout', 'passing', 'no answer: a line that is half open, or a server that hangs'],
  ['timeout expired', 'passing', 'connecting took too long'],
  ['timeout exceeded when trying to connect', 'passing', 'no connection of the pool was free in time'],
  ['Client has encountered a connection error', 'passing', 'the line broke before'],
  ['Client was closed', 'passing', 'the line was given up before'],
  ['Received unexpected ', 'passing', 'the answers on this line are out of step'],
  ['Cannot use a pool after calling end', 'passing', 'the process is stopping'],
  ['The server does not support SSL', 'ours', 'TLS is demanded and not offered'],
  ['There was an error establishing an SSL', 'passing', 'TLS could not be agreed on'],
];

/** Codes of Node for sockets, names and files; every other `E…` is passing, every other `ERR_…` deadly. */
export const SOCKET_CODES: readonly FaultRow[] = [
  ['ECONNREFUSED', 'passing', 'nobody listens'],
  ['ECONNRESET', 'passing', 'the line broke'],
  ['ECONNABORTED', 'passing', 'the line broke'],
  ['EPIPE', 'passing', 'the line broke'],
  ['ETIMEDOUT', 'passing', 'no answer'],
  ['ENOTFOUND', 'passing', 'the name is not known now'],
  ['EAI_AGAIN', 'passing', 'the name service does not answer'],
  ['EHOSTUNREACH', 'passing', 'no way there'],
  ['EHOSTDOWN', 'passing', 'no way there'],
  ['ENETUNREACH', 'passing', 'no way there'],
  ['ENETDOWN', 'passing', 'no way there'],
  ['EADDRNOTAVAIL', 'passing', 'no local port is free'],
  ['EMFILE', 'passing', 'too many open files'],
  ['ENFILE', 'passing', 'too many open files'],
  ['ENOBUFS', 'passing', 'no memory for the socket'],
  ['ENOMEM', 'passing', 'no memory'],
  ['ENOSPC', 'passing', 'the disk is full'],
  ['EIO', 'passing', 'input and output'],
  ['EACCES', 'ours', 'a file or socket may not be used'],
  ['EPERM', 'ours', 'a file or socket may not be used'],
  ['ENOENT', 'ours', 'a file or socket is not there'],
  ['ERR_SOCKET_CLOSED', 'passing', 'the line was closed'],
  ['ERR_SOCKET_CONNECTION_TIMEOUT', 'passing', 'no answer'],
  ['ERR_STREAM_DESTROYED', 'passing', 'the line was closed'],
  ['ERR_STREAM_WRITE_AFTER_END', 'passing', 'the line was closed'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'passing', 'the line was closed'],
  ['ERR_SSL_', 'passing', 'TLS failed'],
  ['ERR_TLS_', 'ours', 'the certificate of the server is not the right one'],
  ['CERT_', 'ours', 'the certificate of the server is not valid'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ours', 'the certificate of the server is not trusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'ours', 'the certificate of the server is not trusted'],
  ['UNABLE_TO_', 'ours', 'the certificate of the server is not trusted'],
];

/** Reply codes of AMQP 0-9-1 (section 1.2 of its definitions), as amqplib hands them on. */
export const AMQP_REPLIES: readonly FaultRow[] = [
  ['311', 'deadly', 'content too large'],
  ['312', 'passing', 'no route: the inbox is not there'],
  ['313', 'passing', 'no consumers'],
  ['320', 'passing', 'connection forced: the broker shuts down'],
  ['402', 'ours', 'no such virtual host'],
  ['403', 'ours', 'access refused'],
  ['404', 'ours', 'no such exchange or queue'],
  ['405', 'passing', 'resource locked'],
  ['406', 'passing', 'precondition failed: also the end of a delivery held for too long'],
  ['501', 'passing', 'frame error'],
  ['502', 'ours', 'syntax error'],
  ['503', 'ours', 'command invalid'],
  ['504', 'passing', 'channel error'],
  ['505', 'passing', 'unexpected frame'],
  ['506', 'passing', 'resource error'],
  ['530', 'ours', 'not allowed'],
  ['540', 'ours', 'not implemented'],
  ['541', 'passing', 'internal error of the broker'],
];

/** Errors known by their name alone. */
export const ERROR_NAMES: readonly FaultRow[] = [
  ['IllegalOperationError', 'passing', 'amqplib: channel or connection has gone'],
  ['PrismaClientInitializationError', 'passing', 'Prisma: the database cannot be reached'],
  ['PrismaClientUnknownRequestError', 'passing', 'Prisma: a query failed'],
  ['DriverAdapterError', 'passing', 'Prisma: a query failed'],
];

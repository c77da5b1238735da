import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { hubFault } from '../../hub/faults.ts';
import { MAIL, mailProblems } from './mail.ts';
import { proxyProblems } from './proxies.ts';
import { SEALING, sealingProblems } from './sealing.ts';
import { timeZoneProblems } from './time-zone.ts';

/** Everything that the environment may say. Read once at start; after that a frozen value that is handed down. */
const Environment = Type.Object({
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL 15 or newer.' }),
  AMQP_URL: Type.String({
    pattern: '^amqps?://',
    description: "RabbitMQ 3.10 or newer; the hub's own user and vhost.",
  }),
  AMQP_USER_PREFIX: Type.String({
    default: '',
    description:
      'Put before the names of systems to make their broker users, where several hubs share a broker.',
  }),
  AMQP_MANAGEMENT_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: "RabbitMQ's management API, with credentials; to create users of systems.",
    }),
  ),
  HUB_MASTER_KEY: Type.String({
    pattern: '^[A-Za-z0-9+/]{43}=$',
    description: 'Base64 of 32 random bytes; wraps the keys of all cases.',
  }),
  ...SEALING,
  HUB_TRUST: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'PEM file with the roots that are trusted where reports are verified.',
    }),
  ),
  HUB_PUBLIC_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'Where people reach the hub; reports carry it as a code that leads to their verification.',
    }),
  ),
  HUB_AREAS: Type.String({ default: 'schemas/areas', description: 'Folder of the legislative areas.' }),
  HUB_CALENDAR: Type.String({
    default: 'schemas/calendar.json',
    description: 'File of the working weekdays and holidays by which the hub reckons in its time zone.',
  }),
  HUB_SCOREBOARD: Type.String({
    default: 'schemas/scoreboard.json',
    description: 'File of the bands in which statistics are green, yellow or red.',
  }),
  HUB_TEXTS: Type.String({ default: 'schemas/texts', description: "Folder of the hub's own texts." }),
  HUB_NAME: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Name in the letterhead of reports, in every language; without one, "Internal Market Message Hub" in that of the report.',
    }),
  ),
  HUB_TRAINING: Type.Union([Type.Literal('yes'), Type.Literal('no')], {
    default: 'no',
    description: 'Marks every report as training data.',
  }),
  HUB_TIME_ZONE: Type.String({
    default: 'Europe/Brussels',
    description: 'IANA time zone of the hub: of reports and of deadlines.',
  }),
  HTTP_HOST: Type.String({ default: '127.0.0.1' }),
  HTTP_PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    description: '0 takes any free port.',
  }),
  HTTP_TRUSTED_PROXIES: Type.String({
    default: '',
    pattern: '^[0-9A-Fa-f.:/, ]*$',
    description:
      'Addresses or networks (CIDR) of the proxies in front, with commas between: only their `X-Forwarded-For` is believed. Else all who come through a proxy share its address, and what is counted by address.',
  }),
  HTTP_KEEP_ALIVE_SECONDS: Type.Integer({
    default: 72,
    minimum: 1,
    maximum: 3600,
    description: 'An idle connection is kept for so long: longer than the balancer in front keeps it.',
  }),
  HTTP_REQUEST_SECONDS: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 300,
    description: 'Within this time a whole request must have arrived.',
  }),
  OPERATIONS_HOST: Type.String({
    default: '127.0.0.1',
    description:
      'Where health and metrics are told in full; an address that only those reach who run the hub.',
  }),
  OPERATIONS_PORT: Type.Integer({
    default: 8081,
    minimum: 0,
    maximum: 65_535,
    description:
      'Each program has its own: worker and gateway on one machine need two. 0 takes any free port.',
  }),
  BATCH_SIZE: Type.Integer({
    default: 100,
    minimum: 1,
    maximum: 1000,
    description: 'Messages in one transaction at the most.',
  }),
  PREFETCH: Type.Integer({
    default: 200,
    minimum: 1,
    maximum: 5000,
    description: 'Messages of one system that a worker holds at the most.',
  }),
  HOLD_SECONDS: Type.Number({
    default: 30,
    exclusiveMinimum: 0,
    maximum: 900,
    description:
      "How long messages are held while nothing gets on, because the database is away, before they go back to the broker; well below the broker's `consumer_timeout` (by default 30 minutes).",
  }),
  POOL_SIZE: Type.Integer({
    default: 8,
    minimum: 2,
    maximum: 100,
    description: 'Database connections of one process.',
  }),
  DELIVERY_TIMEOUT_HOURS: Type.Number({
    default: 24,
    exclusiveMinimum: 0,
    maximum: 8760,
    description:
      'After this time the evidence says that a delivery was not handed over; it goes on waiting all the same.',
  }),
  VERIFY_PROCESSES: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 32,
    description:
      'Files of strangers that are verified at the same time, each in a process of its own of some 100 MB, at the most 350.',
  }),
  REPORT_THREADS: Type.Integer({ default: 1, minimum: 1, maximum: 32 }),
  REPORT_EXTEND_DAYS: Type.Integer({
    default: 90,
    minimum: 1,
    maximum: 3650,
    description:
      'A report that is kept gets a further time stamp when its newest one ends within so many days (level B-LTA; needs HUB_TRUST).',
  }),
  EVIDENCE_ROOT_SECONDS: Type.Integer({
    default: 60,
    minimum: 1,
    maximum: 3600,
    description: 'How often what is new in the evidence comes under a sealed Merkle root.',
  }),
  SCANNER: Type.String({
    default: 'none',
    pattern: '^(none|icap://[^/\\s]+/\\S*|command:/\\S.*)$',
    description:
      'What looks for harmful content before anybody may fetch a document: `icap://host:1344/service` (RFC 3507), or `command:` with a program by its whole path and its arguments, which reads standard input and ends with 0 (nothing found) or 1 (something). With `none` nothing is scanned. Worker and gateway need the same.',
  }),
  ...MAIL,
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { default: 'info' }),
});

export type Config = Readonly<Static<typeof Environment>>;

/** Names of all variables, for documentation and for checking the container set-up. */
export const VARIABLES = Environment.properties;

/** The configuration, or one fault that names every variable that is missing or odd; never its value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(VARIABLES).flatMap((name) =>
      environment[name] === undefined ? [] : [[name, environment[name]]],
    ),
  );
  const config = Value.Default(Environment, Value.Convert(Environment, given));
  const isWhole = Value.Check(Environment, config);
  const problems = isWhole
    ? [
        ...sealingProblems(config),
        ...proxyProblems(config),
        ...timeZoneProblems(config),
        ...mailProblems(config),
      ]
    : [...Value.Errors(Environment, config)].map((error) => problemOf(error));
  if (isWhole && problems.length === 0) return Object.freeze(config);
  throw hubFault('CONFIGURATION', `The configuration is not right: ${[...new Set(problems)].join('; ')}.`);
}

function problemOf(error: {
  readonly instancePath: string;
  readonly message: string;
  readonly params?: unknown;
}): string {
  const missing = isMissing(error.params) ? error.params.requiredProperties.join(', ') : undefined;
  return missing === undefined ? `${error.instancePath.slice(1)} ${error.message}` : `${missing} is missing`;
}

function isMissing(params: unknown): params is { readonly requiredProperties: readonly string[] } {
  return typeof params === 'object' && params !== null && 'requiredProperties' in params;
}

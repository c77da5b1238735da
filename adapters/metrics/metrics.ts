import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metrics } from '../../hub/meter.ts';

/** From a fast statement to a broker that was away for minutes. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
/** Up to the largest batch that can be configured. */
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** The meter of one process on Prometheus: a registry of its own, so that tests and programs do not share counts. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const hub = hubInstruments(registry);
  const http = httpInstrument(registry);
  return {
    batch({ channel, seconds, verdicts }) {
      hub.received.inc({ channel }, verdicts.length);
      for (const verdict of verdicts) countVerdict(hub, channel, verdict);
      hub.batchSize.observe(verdicts.length);
      hub.batchSeconds.observe(seconds);
    },
    delivered: (lagSeconds) => hub.lag.observe(lagSeconds),
    outboxWaiting: (count) => hub.waiting.set(count),
    withoutSystem: (count) => hub.withoutSystem.set(count),
    deadLetter: (queue) => hub.dead.inc({ queue }),
    report: (outcome) => hub.reports.inc({ outcome }),
    extension: (outcome) => hub.extensions.inc({ outcome }),
    mail: (outcome) => hub.mails.inc({ outcome }),
    struck: (outcome, count) => hub.struck.inc({ outcome }, count),
    deletedReports: (count) => hub.deleted.inc(count),
    evidenceUnsealed: (seconds) => hub.unsealed.set(seconds),
    storeFault: (outcome, code) => hub.storeFaults.inc({ outcome, code }),
    health({ isReady, ages }) {
      hub.ready.set(isReady ? 1 : 0);
      for (const [of, seconds] of Object.entries(ages)) hub.ages.set({ of }, seconds);
    },
    unsound: (table) => hub.unsound.inc({ table }),
    sealEnds: (seal, seconds) => hub.sealEnds.set({ seal }, seconds),
    verified({ outcome, seconds }) {
      hub.verified.inc({ outcome });
      hub.verifying.observe(seconds);
    },
    verificationsWaiting: (count) => hub.verificationsWaiting.set(count),
    http: ({ method, route, status, seconds }) => http.observe({ method, route, status }, seconds),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

type HubInstruments = ReturnType<typeof hubInstruments>;

function countVerdict(hub: HubInstruments, channel: string, verdict: string): void {
  if (verdict === 'accepted') hub.accepted.inc({ channel });
  else if (verdict === 'duplicate') hub.repeated.inc({ channel });
  else hub.rejected.inc({ channel, code: verdict });
}

function hubInstruments(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  return {
    received: counter('imi_messages_received_total', 'Messages submitted.', ['channel']),
    accepted: counter('imi_messages_accepted_total', 'Messages whose effect is done.', ['channel']),
    repeated: counter('imi_messages_repeated_total', 'Messages answered with an earlier receipt.', [
      'channel',
    ]),
    rejected: counter('imi_messages_rejected_total', 'Messages refused, by their first code.', [
      'channel',
      'code',
    ]),
    batchSize: histogram('imi_batch_messages', 'Messages in one transaction.', SIZES),
    batchSeconds: histogram('imi_batch_duration_seconds', 'From the first message to the commit.', SECONDS),
    lag: histogram('imi_delivery_lag_seconds', 'From the event to its confirmed hand-over.', SECONDS),
    dead: counter('imi_dead_letters_total', 'Messages that could not be processed or taken.', ['queue']),
    reports: counter('imi_reports_total', 'Attempts to make a report, by what became of them.', ['outcome']),
    extensions: counter('imi_report_extensions_total', 'Attempts to extend a kept report.', ['outcome']),
    mails: counter('imi_mails_total', 'Attempts to send an e-mail, by what became of them.', ['outcome']),
    struck: counter('imi_due_total', 'What was due in cases, by what became of it.', ['outcome']),
    unsound: counter('imi_unsound_rows_total', 'Rows found that the hub has not written so.', ['table']),
    deleted: counter('imi_reports_deleted_total', 'Files of reports deleted at the end of their time.', []),
    storeFaults: counter('imi_store_faults_total', 'Faults of the database, for which messages wait.', [
      'outcome',
      'code',
    ]),
    verified: counter('imi_verifications_total', 'Files verified, by what was found.', ['outcome']),
    verifying: histogram('imi_verification_duration_seconds', 'To judge one file.', SECONDS),
    verificationsWaiting: new Gauge({
      name: 'imi_verifications_waiting',
      help: 'Files that wait to be judged.',
      registers,
    }),
    withoutSystem: new Gauge({
      name: 'imi_deliveries_without_system',
      help: 'Deliveries that wait for a system to speak for their authority.',
      registers,
    }),
    sealEnds: new Gauge({
      name: 'imi_seal_ends_seconds',
      help: 'Until the certificates of a seal end; below 0 nothing is sealed with it.',
      labelNames: ['seal'],
      registers,
    }),
    waiting: new Gauge({ name: 'imi_outbox_waiting', help: 'Deliveries not handed over yet.', registers }),
    ready: new Gauge({ name: 'imi_ready', help: '1 while the work goes on, else 0.', registers }),
    ages: new Gauge({
      name: 'imi_work_age_seconds',
      help: 'Since a batch has held the line, since something was written, swept, put under a root.',
      labelNames: ['of'],
      registers,
    }),
    unsealed: new Gauge({
      name: 'imi_evidence_unsealed_seconds',
      help: 'Age of the oldest evidence that is under no sealed root.',
      registers,
    }),
  };
}

function httpInstrument(registry: Registry) {
  return new Histogram({
    name: 'imi_http_request_duration_seconds',
    help: 'Requests over HTTP, by the pattern of their route.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
}

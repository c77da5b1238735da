import type { Format } from '../../domain/directory/authority.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { openScoreboard } from '../../adapters/areas/scoreboard.ts';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { openMetrics } from '../../adapters/metrics/metrics.ts';
import { makeDirectory, type Directory } from '../../domain/directory/directory.ts';
import { CALENDAR } from '../../domain/testing/calendar.ts';
import { schemaUrn, systemUrn, type Message } from '../../domain/kernel/message.ts';
import type { FreshNews } from '../../hub/case/consequences.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Metrics } from '../../hub/meter.ts';
import type { Codec } from '../../hub/ports/messages.ts';
import { hubFault } from '../../hub/faults.ts';
import { plainSigning } from '../../hub/testing/plain-signing.ts';
import { compileAreas } from '../../schemas/area/compile.ts';
import { CATALOGUE, makeBook } from '../../schemas/catalogue.ts';
import { readTrainingDirectory } from '../../scripts/training/directory.ts';
import { buildGateway } from '../app.ts';
import type { HttpSettings } from '../limits.ts';
import { openMemoryStore, type MemoryStore } from './memory-store.ts';

/** A gateway on a store in memory, with the real codecs, areas and training directory. */
export type GatewayStage = {
  readonly app: FastifyInstance;
  readonly store: MemoryStore;
  readonly codec: Codec;
  readonly metrics: Metrics;
  readonly news: readonly FreshNews[];
  /** Everything that was logged, as one text. */
  logged(): string;
  /** From now on the key for receipts is away, or there again. */
  takeKey(isAway: boolean): void;
  /** Moves the clock on. */
  wait(seconds: number): void;
};

/** The words of every message that this gateway's verifier is given. */
const saidByStage = {
  type: 'request.send',
  id: 'm-1',
  source: systemUrn('pt-registos'),
  time: '2026-11-21T09:00:00Z',
};

export const ASKS = 'pt-registos';
export const ANSWERS = 'fr-titres';
/** An hour and a day after the stage's clock begins. */
const SEAL_ENDS = '2026-11-22T10:00:00.000Z';
const START = Date.parse('2026-11-21T09:00:00Z');

const book = makeBook();
const codec = compileCodecs(book);
const areas = areasOf();
const directory = trainingDirectory();

type Opening = { readonly ready?: boolean; readonly http?: HttpSettings };

export async function openGateway({ ready = true, ...http }: Opening = {}): Promise<GatewayStage> {
  const store = openMemoryStore();
  const lines: string[] = [];
  const news: FreshNews[] = [];
  let now = START;
  let isKeyAway = false;
  const plain = plainSigning();
  const sign: typeof plain.seal.sign = async (...given) => {
    if (isKeyAway) throw hubFault('SIGNING_UNAVAILABLE', 'a message cannot be signed');
    return plain.seal.sign(...given);
  };
  const hub = {
    ...hubOn(store, lines, () => new Date(now).toISOString()),
    signing: { ...plain, seal: { ...plain.seal, sign } },
  };
  const metrics = openMetrics();
  const app = buildGateway({
    hub,
    book,
    credentials: { verify: async (system, secret) => secret === `secret of ${system}` },
    metrics,
    counting: { scoreboard: openScoreboard('schemas/scoreboard.json'), timeZone: 'Europe/Brussels' },
    ...http,
    asyncapi: '{"asyncapi":"3.0.0"}',
    ready: async () => ready,
    verifier: {
      async verify(file, level = 'NONE') {
        const text = Buffer.from(file).toString();
        if (text.includes('busy')) throw hubFault('VERIFIER_BUSY', 'too many files wait');
        if (text.includes('slow')) await sleep(200);
        return {
          ...(text.startsWith('%PDF')
            ? { kind: 'report' as const }
            : { kind: 'message' as const, says: saidByStage }),
          indication: 'TOTAL-PASSED',
          level,
          signatures: [],
          timeStamps: [],
        };
      },
    },
    seals: [{ seal: 'reports', from: '2026-01-01T00:00:00.000Z', until: SEAL_ENDS }],
    afterSettled: (outcome) => news.push(...outcome.news),
  });
  await app.ready();
  return {
    app,
    store,
    codec,
    metrics,
    news,
    logged: () => lines.join('\n'),
    takeKey: (isAway) => void (isKeyAway = isAway),
    wait: (seconds) => void (now += seconds * 1000),
  };
}

function hubOn(store: MemoryStore, lines: string[], now: () => string): Omit<Hub, 'signing'> {
  const note = (facts: object, text: string) => void lines.push(JSON.stringify({ ...facts, text }));
  let cases = 0;
  return {
    catalogue: CATALOGUE,
    codec,
    store,
    directory: { current: () => directory },
    areas: { current: () => areas },
    calendar: CALENDAR,
    clock: { now },
    ids: {
      uuid: () => crypto.randomUUID(),
      caseNumber: (prefix) => `${prefix}-2026-${String((cases += 1)).padStart(6, '0')}`,
      salt: () => '00'.repeat(16),
    },
    log: { info: note, warn: note, error: note },
    alarm: (what) => note(what, 'unsound'),
    writesMail: false,
  };
}

function areasOf(): Hub['areas'] extends { current(): infer A } ? A : never {
  const compiled = compileAreas('schemas/areas');
  if ('problems' in compiled) throw new TypeError('The areas of the tests are broken.');
  return compiled.areas;
}

function trainingDirectory(): Directory {
  const { version, authorities, systems } = readTrainingDirectory();
  return makeDirectory(version, authorities, systems);
}

export function credentialsOf(system: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${system}:secret of ${system}`).toString('base64')}` };
}

/** A right request of the Portuguese system to the French one. */
export function requestSend(id: string, changes: Readonly<Record<string, unknown>> = {}): Message {
  return {
    specversion: '1.0',
    id,
    source: systemUrn(ASKS),
    type: 'request.send',
    time: '2026-11-21T08:59:00Z',
    dataschema: schemaUrn('request.send'),
    datacontenttype: 'application/json',
    authority: 'PT-T-ENGENHARIA',
    data: {
      area: 'PQ',
      questionSet: { id: 'pq-general', version: '1.0.0' },
      addressee: { authority: 'FR-T-ENSEIGNEMENT' },
      questions: [{ question: 'PQ-GQ-001', blanks: [{ name: 'profession', value: 'Professora' }] }],
      subject: [
        { name: 'familyName', value: 'Inventada' },
        { name: 'givenName', value: 'Maria' },
        { name: 'birthDate', value: '1980-02-29' },
      ],
      deadline: '2026-12-24',
      ...changes,
    },
  };
}

type Sending = {
  readonly format?: Format;
  readonly headers?: Readonly<Record<string, string>>;
  readonly system?: string;
};

export function submit({ app, codec: form }: GatewayStage, message: Message, how: Sending = {}) {
  const { format = 'json', headers = {}, system = ASKS } = how;
  const type = format === 'xml' ? 'application/xml' : 'application/cloudevents+json';
  return app.inject({
    method: 'POST',
    url: '/api/v1/messages',
    headers: { ...credentialsOf(system), 'content-type': type, ...headers },
    payload: Buffer.from(form.encode(message, format)),
  });
}

export function get({ app }: GatewayStage, url: string, headers: Readonly<Record<string, string>> = {}) {
  return app.inject({ method: 'GET', url, headers });
}

import { openBroker } from '../adapters/amqp/broker.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { openPost } from '../adapters/mail/post.ts';
import { defined } from '../domain/kernel/optional.ts';
import { atMost } from '../hub/at-most.ts';
import { hubFault } from '../hub/faults.ts';
import { healthOf, type Health } from '../hub/health.ts';
import { wordless } from '../hub/outgoing/mail.ts';
import type { Mailing } from '../hub/outgoing/send-mail.ts';
import type { Catalogue } from '../schemas/catalogue.ts';
import { readPhrases } from '../schemas/phrases.ts';
import { sealsVital, type NamedPeriod } from '../hub/seals.ts';
import { periodIn } from '../signing/seal/period.ts';
import { openPress } from './press.ts';
import { brokerVital } from './vital.ts';
import { startWorker, type Worker } from './worker.ts';
import { bearWitness } from './witness.ts';

/** A broker on a dead line says no goodbye, and a page under way is made again. */
const CLOSE_WITHIN_MS = 2000;

export type Started = Pick<Worker, 'goOn' | 'stop'> & {
  /** Whether the work goes on. */
  health(): Promise<Health>;
  /** How long the hub's seals are good. */
  readonly seals: readonly NamedPeriod[];
};

/** A worker with its broker connections and its press, which end with it. */
export async function startWithBroker(assembled: Assembled, config: Config): Promise<Started> {
  const inAllPapers = {
    phrases: readPhrases(config.HUB_TEXTS, config.HUB_TIME_ZONE),
    isTraining: config.HUB_TRAINING === 'yes',
    ...defined('issuer', config.HUB_NAME),
  };
  const mailing = mailingFrom(config, inAllPapers, assembled.hub.catalogue);
  const press = await openPress(config);
  const broker = await openBroker(config.AMQP_URL, assembled.hub.log);
  const tell = await bearWitness(assembled, broker).catch(async (error: unknown) => {
    await Promise.all([broker.close(), press.close()]);
    throw error;
  });
  const reporting = {
    ...inAllPapers,
    press,
    roots: assembled.roots,
    certificates: press.certificates,
    ...defined('publicAddress', config.HUB_PUBLIC_ADDRESS),
  };
  const seals: readonly NamedPeriod[] = [
    { seal: 'reports', ...periodIn(press.certificates) },
    { seal: 'messages', ...periodIn(assembled.hub.signing.seal.certificates) },
  ];
  const worker = await startWorker({
    assembled,
    broker,
    reporting,
    ...defined('mailing', mailing),
    sealer: press,
    seals,
    config,
    tell,
  });
  return {
    goOn: worker.goOn,
    seals,
    health: healthOf([
      () => assembled.look(),
      () => brokerVital(broker),
      worker.look,
      () => sealsVital(seals, assembled.hub.clock),
    ]),
    async stop() {
      await worker.stop();
      await atMost(CLOSE_WITHIN_MS, Promise.all([broker.close(), press.close()]));
    },
  };
}

function mailingFrom(
  config: Config,
  inAllPapers: Omit<Mailing['stationery'], 'consoleUrl'>,
  { workflows }: Pick<Catalogue, 'workflows'>,
): Mailing | undefined {
  const post = openPost(config);
  if (post === undefined) return undefined;
  const missing = wordless(inAllPapers.phrases, workflows.values());
  if (missing.length > 0)
    throw hubFault('CONFIGURATION', `HUB_TEXTS has no words for e-mails: ${missing.join(', ')}.`);
  return { post, stationery: { ...inAllPapers, ...defined('consoleUrl', config.CONSOLE_URL) } };
}

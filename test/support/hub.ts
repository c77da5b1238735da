import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import {
  prepareTrainingHub,
  type PreparedHub,
  type TrainingHub,
  type TrainingPlace,
} from '../../scripts/training/hub.ts';
import { startAllInOne, type AllInOne } from '../../worker/all-in-one.ts';
import { useOutgoing } from './outgoing.ts';
import { useStage, type Stage } from './stage.ts';

export type HubOnStage = TrainingHub &
  PreparedHub &
  Pick<AllInOne, 'gateway'> & { readonly stage: Stage; readonly operationsUrl: string };
export type PreparedOnStage = PreparedHub & { readonly stage: Stage };

type Environment = Readonly<Record<string, string>>;
/** What the hub's environment says besides; made from the stage where it depends on it. */
type Given = Environment | ((stage: Stage) => Environment | Promise<Environment>);

/** A training hub, worker and gateway in this process, on a database and a vhost of its own. */
export function useHub(name: string, environment: Given = {}): () => HubOnStage {
  useOutgoing();
  const stage = useStage(name);
  const folder = useFolder();
  let hub: HubOnStage | undefined;
  beforeAll(async () => {
    const prepared = await prepareTrainingHub(await placeOn(stage(), folder(), environment));
    const started = await startAllInOne(prepared.config, openLog('silent', 'imi-hub'));
    hub = { ...prepared, ...started, stage: stage() };
  });
  afterAll(async () => {
    await hub?.stop();
    await hub?.close();
  });
  return () => present(hub);
}

/** The same, set up but not started: for tests that start its programs themselves, and more than one of them. */
export function usePreparedHub(name: string, environment: Given = {}): () => PreparedOnStage {
  useOutgoing();
  const stage = useStage(name);
  const folder = useFolder();
  let hub: PreparedOnStage | undefined;
  beforeAll(async () => {
    const prepared = await prepareTrainingHub(await placeOn(stage(), folder(), environment));
    hub = { ...prepared, stage: stage() };
  });
  afterAll(async () => {
    await hub?.close();
  });
  return () => present(hub);
}

/** A folder for the time of the tests. */
export function useFolder(): () => string {
  let folder: string | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'imi-hub-walk-'));
  });
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => present(folder);
}

async function placeOn(stage: Stage, folder: string, given: Given): Promise<TrainingPlace> {
  const { databaseUrl, amqpUrl, managementUrl, vhost } = stage;
  const environment = typeof given === 'function' ? await given(stage) : given;
  const own = { folder, userPrefix: `${vhost}.`, logLevel: 'silent' as const, environment };
  return { databaseUrl, amqpUrl, managementUrl, ...own };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('it is there when the tests begin, not earlier');
  return value;
}

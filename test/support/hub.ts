import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startTrainingHub, type TrainingHub } from '../../scripts/training/hub.ts';
import { useStage, type Stage } from './stage.ts';

export type HubOnStage = TrainingHub & { readonly stage: Stage };

/** A training hub, worker and gateway in this process, on a database and a vhost of its own. */
export function useHub(name: string, environment: Readonly<Record<string, string>> = {}): () => HubOnStage {
  const stage = useStage(name);
  let hub: HubOnStage | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'imi-hub-walk-'));
    const { databaseUrl, amqpUrl, managementUrl, vhost } = stage();
    const own = { folder, userPrefix: `${vhost}.`, logLevel: 'silent' as const, environment };
    hub = { ...(await startTrainingHub({ databaseUrl, amqpUrl, managementUrl, ...own })), stage: stage() };
  });
  afterAll(async () => {
    await hub?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (hub === undefined) throw new Error('the hub starts before the tests, not earlier');
    return hub;
  };
}

import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueStatus } from '../../adapters/amqp/management.ts';
import { submissionsOf } from '../../adapters/amqp/topology.ts';
import { usePreparedHub } from '../support/hub.ts';
import { repeated } from '../support/repeated.ts';
import { DEADLY, request, requestData } from '../support/requests.ts';
import { supervise, type Supervised } from '../support/supervised.ts';
import { useSystems } from '../support/systems.ts';
import { keptId } from '../support/kept-id.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = usePreparedHub('deadly', { LOG_LEVEL: 'info' });
const tables = useTables(hub);
const open = useSystems(hub);

let worker: Supervised | undefined;
beforeAll(async () => {
  const { stage, config } = hub();
  worker = supervise(config, compiled());
  // While queues come into being the broker's management may fail to list them.
  await until('it reads submissions', async () =>
    (await stage.management.listQueues(stage.vhost).catch(() => [])).some(isRead),
  );
});
afterAll(() => worker?.stop());

/** It is started ten times: from its sources, most of each start would be reading them. */
function compiled(): string {
  execFileSync('node_modules/.bin/tsc', ['-p', 'test/support/tsconfig.programs.json']);
  return 'out/programs/test/support/fragile-worker.js';
}

function isRead({ name, consumers }: QueueStatus): boolean {
  return name === submissionsOf('de-anerkennung') && consumers > 0;
}

test(
  'a message that ends every worker that reads it takes none of its neighbours with it',
  { timeout: 240_000 },
  async () => {
    const german = await open('de-anerkennung', { timeout: 200_000 });
    const deadly = request(german.id, requestData({ comment: DEADLY }));
    const neighbours = Array.from({ length: 30 }, () => request(german.id));
    const before = neighbours.slice(0, 15).map((message) => german.send(message));
    const dying = german.send(deadly);
    const after = neighbours.slice(15).map((message) => german.send(message));
    const [refused, ...answers] = await Promise.all([dying, ...before, ...after]);

    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(30);
    expect(refused.faults).toMatchObject([{ code: 'UNDELIVERABLE' }]);
    expect(await tables().rows('SELECT system, message_id FROM dead_letter')).toEqual([
      { system: german.id, message_id: keptId(hub(), german.id, deadly.id) },
    ]);
    expect((await german.send(request(german.id))).outcome).toBe('accepted');
    // The same content, by the same id, in a form that kills nobody.
    const again = await german.send({ ...deadly, data: requestData() });
    expect(again).toEqual(repeated(refused, again));
  },
);

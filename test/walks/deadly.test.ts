import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueStatus } from '../../adapters/amqp/management.ts';
import { SUBMISSIONS } from '../../adapters/amqp/topology.ts';
import { usePreparedHub } from '../support/hub.ts';
import { DEADLY, request, requestData } from '../support/requests.ts';
import { supervise, type Supervised } from '../support/supervised.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = usePreparedHub('deadly', { LOG_LEVEL: 'info', WORKER_HTTP_PORT: '0' });
const tables = useTables(hub);
const open = useSystems(hub);

let worker: Supervised | undefined;
beforeAll(async () => {
  const { stage, config } = hub();
  worker = supervise(config, 'test/support/fragile-worker.ts');
  await until('it reads submissions', async () =>
    (await stage.management.listQueues(stage.vhost)).some(isRead),
  );
});
afterAll(() => worker?.stop());

function isRead({ name, consumers }: QueueStatus): boolean {
  return name === SUBMISSIONS && consumers > 0;
}

test(
  'a message that ends every worker that reads it takes none of its neighbours with it',
  { timeout: 240_000 },
  async () => {
    const german = await open('de-anerkennung', { timeout: 200_000 });
    const deadly = request(german.id, requestData({ comment: DEADLY }));
    const neighbours = Array.from({ length: 30 }, () => request(german.id));
    const all = [...neighbours.slice(0, 15), deadly, ...neighbours.slice(15)];
    const answers = await Promise.all(all.map((message) => german.send(message)));

    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(30);
    const refused = answers.find(({ message }) => message === deadly.id);
    expect(refused?.faults).toMatchObject([{ code: 'UNDELIVERABLE' }]);
    expect(await tables().rows('SELECT system, message_id FROM dead_letter')).toEqual([
      { system: german.id, message_id: deadly.id },
    ]);
    expect((await german.send(request(german.id))).outcome).toBe('accepted');
  },
);

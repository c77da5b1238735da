import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { newestWitnesses } from '../../adapters/amqp/outside.ts';
import { readWitnesses } from '../../adapters/amqp/witness.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('witness');

test('the first of an installation all read the witnesses, though all of them find no stream', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => newestWitnesses(stage().amqpUrl)));
  expect(all).toEqual(all.map(() => []));
}, 80_000);

test('many that start at once all read the witnesses to their end', async () => {
  const connection = await connect(stage().amqpUrl);
  try {
    const all = await Promise.all(Array.from({ length: 12 }, () => readWitnesses(connection, 'newest')));
    expect(all.flat()).toEqual([]);
    expect(all).toHaveLength(12);
  } finally {
    await connection.close();
  }
}, 50_000);

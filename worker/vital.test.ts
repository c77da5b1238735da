import { expect, test } from 'vitest';
import { brokerVital, workVital } from './vital.ts';

const ago = (seconds: number) => performance.now() - seconds * 1000;

function complaintsOf(changes: {
  heldFor?: number;
  writtenFor?: number;
  sweptFor?: number;
  rootedFor?: number;
}) {
  const { heldFor, writtenFor = 0, sweptFor = 0, rootedFor = 0 } = changes;
  const settling = {
    heldSince: () => (heldFor === undefined ? undefined : ago(heldFor)),
    lastAt: () => ago(writtenFor),
  };
  const { complaints } = workVital({
    settling,
    sweeping: { doneAt: () => ago(sweptFor) },
    rooting: { doneAt: () => ago(rootedFor) },
    rootSeconds: 60,
  });
  return complaints.map(({ code }) => code);
}

test('a worker to whom nothing comes is well', () => {
  expect(complaintsOf({ writtenFor: 90_000 })).toEqual([]);
});

test('one that cannot write what it holds is not, nor one that does not sweep or make roots', () => {
  expect(complaintsOf({ heldFor: 10 })).toEqual([]);
  expect(complaintsOf({ heldFor: 40 })).toEqual(['WORK_STUCK']);
  expect(complaintsOf({ sweptFor: 70 })).toEqual(['SWEEP_LATE']);
  expect(complaintsOf({ rootedFor: 200 })).toEqual([]);
  expect(complaintsOf({ rootedFor: 300 })).toEqual(['ROOT_LATE']);
});

function broker(isConnected: boolean, present: number) {
  return { isConnected: () => isConnected, consuming: () => ({ wanted: 3, present }) };
}

test('one that the broker sends nothing from some queue says so', () => {
  expect(brokerVital(broker(true, 3)).complaints).toEqual([]);
  expect(brokerVital(broker(true, 2)).complaints).toEqual([
    { code: 'CONSUMERS_MISSING', facts: { wanted: 3, present: 2 } },
  ]);
  expect(brokerVital(broker(false, 0)).complaints.map(({ code }) => code)).toEqual([
    'BROKER_UNAVAILABLE',
    'CONSUMERS_MISSING',
  ]);
});

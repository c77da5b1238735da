import { expect, test } from 'vitest';
import { judge, type EpochRow, type Met, type Remembered } from './judge.ts';

const EPOCH: EpochRow = { number: 2, cluster: '77', database: '5', timeline: 1, doubt: null, isOurs: true };
const MET: Met = { cluster: '77', database: '5', timeline: 1, epoch: EPOCH };
const AT_START: Remembered = { epoch: undefined, lacks: undefined };
const AT_WORK: Remembered = { epoch: 2, lacks: undefined };
const LACKING: Remembered = { epoch: 2, lacks: { chain: 'REQ-1', seq: 3 } };

test.for<[string, Met, Remembered, string]>([
  ['the database that the hub works with is its own', MET, AT_WORK, 'ours'],
  ['so is the one in which its epoch was opened', MET, AT_START, 'ours'],
  ['one without any epoch is new', { ...MET, epoch: undefined }, AT_START, 'new'],
  ['one without any epoch is none to go on with', { ...MET, epoch: undefined }, AT_WORK, 'restored'],
  ['a copy in the same cluster is not', { ...MET, database: '6' }, AT_START, 'restored'],
  ['a copy in another cluster is not', { ...MET, cluster: '78' }, AT_START, 'restored'],
  ['one that was doubted is not', { ...MET, epoch: { ...EPOCH, doubt: 'it lacks root 7' } }, AT_START, 'restored'],
  ['one whose epoch somebody else has written is not', { ...MET, epoch: { ...EPOCH, number: 3, isOurs: false } }, AT_WORK, 'restored'],
  ['one of an earlier epoch is not', { ...MET, epoch: { ...EPOCH, number: 1 } }, AT_WORK, 'restored'],
  ['one that lacks what was just written is not', MET, LACKING, 'restored'],
  ['one in which an epoch was opened meanwhile is, whatever it lacks', { ...MET, epoch: { ...EPOCH, number: 3 } }, LACKING, 'ours'],
  ['a server that has taken over and lost nothing may', { ...MET, timeline: 2 }, AT_WORK, 'moved'],
  ['a server that has taken over and lost something may not', { ...MET, timeline: 2 }, LACKING, 'restored'],
])('%s', ([, met, remembered, is]) => {
  expect(judge(met, remembered).is).toBe(is);
}); // prettier-ignore

test('what is lacking is named with its chain', () => {
  const why = 'it lacks record 3 of the chain REQ-1, which this process has written';
  expect(judge(MET, LACKING)).toEqual({ is: 'restored', why });
});

import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BRAGA, handler, LISBON, PORTO, reader, referee, STRICT } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';

const area = areaOf(compileAreas('schemas/areas'));
const waiting = given({ area, settings: STRICT }).after(handler(PORTO), 'request.send');

test('an approved request goes to the authority asked, and the one that asked learns of it', () => {
  const approved = waiting.when(referee(LISBON), 'request.approve');
  expect(approved.outcome).toEqual(['request.approved']);
  expect(approved.told).toEqual([`request.arrived > ${BERLIN}`, `request.approved > ${PORTO}`]);
  expect(approved.open()).toMatchObject({ status: 'awaitingAcceptance', arrived: true, disclosed: false });
});

test('the other Member State sees that the request was sent, and nothing of the approval before', () => {
  const approved = waiting.after(referee(LISBON), 'request.return').after(handler(PORTO), 'request.send');
  const arrived = approved.after(referee(LISBON), 'request.approve');
  const abroad = arrived.seenBy(reader(BERLIN, 'request handler'));
  expect(abroad?.history.map(({ event }) => event)).toEqual(['request.sent']);
  expect(JSON.stringify(abroad)).not.toContain('Please name the year');
});

test('only the coordinator chosen for the exchange approves, through a referral handler', () => {
  const approve = (authority: string) => waiting.when(referee(authority), 'request.approve').outcome;
  expect(approve(BRAGA)).toEqual(['CASE_UNKNOWN /subject']);
  expect(approve(PORTO)).toEqual(['NOT_ALLOWED /type']);
  expect(approve(BERLIN)).toEqual(['CASE_UNKNOWN /subject']);
  expect(waiting.when(handler(LISBON), 'request.approve').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('what has been approved once is not approved again', () => {
  const approved = waiting.after(referee(LISBON), 'request.approve');
  expect(approved.when(referee(LISBON), 'request.approve').outcome).toEqual(['WRONG_STATUS /type']);
});

test('nothing is let go by a question set that its area does not have any more', () => {
  const without = waiting.meanwhile({ area: { ...area, questionSets: new Map() } });
  expect(without.when(referee(LISBON), 'request.approve').outcome).toEqual(['QUESTION_SET_UNKNOWN']);
});

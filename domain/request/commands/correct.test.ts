import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, reader, referee } from '../../testing/cast.ts';
import { derogationRequest, IN_SERVICES, PROVIDER } from '../../testing/derogation.ts';
import { given } from '../../testing/given.ts';
import { SUBJECT } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const right = { subject: [...SUBJECT.slice(1), { name: 'familyName', value: 'Quakenbrück' }] };

test('what was said wrongly of the person is right from then on, and the other authority is told', () => {
  const corrected = all.accepted.when(handler(PORTO), 'request.correct', right);
  expect(corrected.outcome).toEqual(['request.corrected']);
  expect(corrected.told).toEqual([`request.corrected > ${BERLIN}`]);
  const seen = corrected.seenBy(reader(BERLIN, 'request handler'))?.subject;
  expect(seen?.find(({ name }) => name === 'familyName')?.value).toBe('Quakenbrück');
  expect(corrected.state.status).toBe('accepted');
});

test('it can be done after the end as well, which stays when it was', () => {
  const later = all.closed.meanwhile({ at: '2026-12-24T10:00:00.000Z' }).when(handler(PORTO), 'request.correct', right);
  expect(later.outcome).toEqual(['request.corrected']);
  expect(later.state.endedAt).toBe(all.closed.state.endedAt);
}); // prettier-ignore

test('before acceptance nobody abroad is told: there is nothing that it could see', () => {
  const early = all.awaitingAcceptance.when(handler(PORTO), 'request.correct', right);
  expect(early.told).toEqual([]);
  expect(JSON.stringify(early.seenBy(reader(BERLIN, 'request handler')))).not.toContain('Quakenbrück');
});

function correct(subject: readonly object[]) {
  return all.accepted.when(handler(PORTO), 'request.correct', { subject }).outcome;
}

test('what the question set asks for has to be there, and nothing else', () => {
  expect(correct(SUBJECT.slice(1))).toEqual(['SUBJECT_FIELD_MISSING /data/subject']);
  expect(correct([...SUBJECT, { name: 'shoeSize', value: '43' }])).toEqual(['SUBJECT_FIELD_UNKNOWN /data/subject/5/name']);
  expect(correct([...SUBJECT, { name: 'givenName', value: 'X' }])).toEqual(['SUBJECT_FIELD_TWICE /data/subject/5/name']);
  expect(correct([...SUBJECT.slice(0, 4), { name: 'sex', value: 'perhaps' }])).toEqual(['OPTION_UNKNOWN /data/subject/4/value']);
  expect(correct([...SUBJECT.slice(0, 2), { name: 'birthDate', value: 'spring' }])).toEqual(['VALUE_NOT_OF_TYPE /data/subject/2/value']);
}); // prettier-ignore

test('what has been erased is not written anew', () => {
  const erased = all.closed.meanwhile({ at: '2027-06-01T00:00:00.000Z' }).after({ kind: 'hub' }, 'content.erase');
  expect(erased.when(handler(PORTO), 'request.correct', right).outcome).toEqual(['CONTENT_ERASED /type']);
}); // prettier-ignore

test('nobody else corrects it', () => {
  for (const who of [handler(BERLIN), referee(BONN)])
    expect(all.accepted.when(who, 'request.correct', right).outcome).toEqual(['NOT_ALLOWED /type']);
});

test('it stays in the Member State that the question set demands', () => {
  const services = areaOf(compileAreas('schemas/areas'), 'SERVICES');
  const asked = given({ area: services, settings: IN_SERVICES }).after(handler(PORTO), 'request.send', derogationRequest());
  const elsewhere = PROVIDER.map((field) => (field.name === 'establishment' ? { ...field, value: 'FR' } : field));
  const moved = asked.when(handler(PORTO), 'request.correct', { subject: elsewhere });
  expect(moved.outcome).toEqual(['ADDRESSEE_COUNTRY /data/addressee']);
  expect(asked.when(handler(PORTO), 'request.correct', { subject: PROVIDER }).outcome).toEqual(['request.corrected']);
}); // prettier-ignore

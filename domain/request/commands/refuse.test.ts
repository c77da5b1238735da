import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aRequest } from '../../testing/papers.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');
const mayRefuse = { flags: { [BERLIN]: { mayRefuse: true } } };

test('an authority with the flag refuses on behalf of its Member State, and that is the end', () => {
  const refused = arrived.meanwhile({ settings: mayRefuse }).when(handler(BERLIN), 'request.refuse');
  expect(refused.outcome).toEqual(['request.refused']);
  expect(refused.told).toEqual([`request.refused > ${PORTO}`]);
  expect(refused.open()).toMatchObject({ status: 'refused', disclosed: false });
  expect(refused.open().history.at(-1)?.comment?.text).toBe('We need to know more.');
});

test('an authority without the flag cannot refuse, and is not offered to', () => {
  expect(arrived.when(handler(BERLIN), 'request.refuse').outcome).toEqual(['FLAG_MISSING /type']);
  expect(arrived.offeredTo(handler(BERLIN))).toEqual([
    'request.accept',
    'request.forward',
    'request.split',
    'request.copy',
    'report.order',
    'dossier.order',
  ]);
  const allowed = arrived.meanwhile({ settings: mayRefuse });
  expect(allowed.offeredTo(handler(BERLIN))).toContain('request.refuse');
});

test('a coordinator that was asked may refuse without any flag', () => {
  const story = given({ area }).after(handler(PORTO), 'request.send', aRequest({ addressee: { authority: BONN } }));
  expect(story.when(handler(BONN), 'request.refuse').outcome).toEqual(['request.refused']);
}); // prettier-ignore

test('what has been accepted can no longer be refused', () => {
  const accepted = arrived.meanwhile({ settings: mayRefuse }).after(handler(BERLIN), 'request.accept');
  expect(accepted.when(handler(BERLIN), 'request.refuse').outcome).toEqual(['WRONG_STATUS /type']);
});

import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { makeDirectory } from '../directory/directory.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BONN, directoryWith, handler, LISBON, PARIS, PORTO } from '../testing/cast.ts';
import { given } from '../testing/given.ts';
import { aRequest } from '../testing/papers.ts';
import { ACCESS, mayAccept, requestAccess } from './access.ts';

const area = areaOf(compileAreas('schemas/areas'));

test('what nobody has set is as the handbook has it', () => {
  expect(ACCESS.flags).toEqual({
    subjectToApproval: false,
    mayRefuse: false,
    mayAccept: true,
    participatesInReferral: true,
    approvesRequests: false,
    approvesReplies: false,
    usesAllocation: false,
  });
  expect(given({ area }).when(handler(PORTO), 'request.send').state.status).toBe('awaitingAcceptance');
});

test('settings of one legislative area say nothing in another', () => {
  const [porto] = [...directoryWith({ flags: { [PORTO]: { mayAccept: false } } }).authorities.values()];
  const [there] = porto?.areas ?? [];
  if (porto === undefined || there === undefined) throw new TypeError('it is in the directory');
  const [elsewhere] = directoryWith().authorities.get(LISBON)?.areas ?? [];
  if (elsewhere === undefined) throw new TypeError('it is in the directory');
  const both = { ...porto, areas: [there, { ...elsewhere, area: 'SD' }] };
  expect([mayAccept(both, 'PQ'), mayAccept(both, 'SD'), mayAccept(both, 'XX')]).toEqual([false, true, false]);
  const directory = makeDirectory(8, [both], []);
  expect(requestAccess(directory, PORTO, 'PQ')?.role).toBe('authority');
  expect(requestAccess(directory, PORTO, 'SD')?.role).toBe('request coordinator');
  expect(requestAccess(directory, PORTO, 'XX')).toBeUndefined();
});

describe('an authority that may not accept requests', () => {
  const settings = { flags: { [PORTO]: { mayAccept: false }, [PARIS]: { mayAccept: false } } };

  test('sends its own', () => {
    expect(given({ area, settings }).when(handler(PORTO), 'request.send').outcome).toEqual(['request.sent']);
  });

  test('is sent none, by name or by its keywords', () => {
    const story = given({ area, settings });
    const named = story.when(handler(BERLIN), 'request.send', aRequest({ addressee: { authority: PARIS } }));
    expect(named.outcome).toEqual(['ADDRESSEE_UNKNOWN /data/addressee/authority']);
    const criteria = { country: 'FR', keywords: ['physiotherapist'] };
    const found = story.when(handler(BERLIN), 'request.send', aRequest({ addressee: { criteria } }));
    expect(found.open().responding.authority).not.toBe(PARIS);
  });
});

test('a request coordinator sends requests and answers them like any other authority', () => {
  const sent = given({ area }).when(
    handler(LISBON),
    'request.send',
    aRequest({ addressee: { authority: BONN } }),
  );
  expect(sent.open()).toMatchObject({ requesting: { authority: LISBON }, responding: { authority: BONN } });
  const replied = sent.after(handler(BONN), 'request.accept').when(handler(BONN), 'request.reply');
  expect(replied.when(handler(LISBON), 'request.close').state.status).toBe('closed');
});

import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, LYON, MUNICH, PARIS, PORTO, STRICT } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');

describe('accepting a request', () => {
  test('discloses it to the authority that takes responsibility, with its documents', () => {
    const accepted = arrived.when(handler(BERLIN), 'request.accept');
    expect(accepted.outcome).toEqual(['request.accepted']);
    expect(accepted.told).toEqual([`request.accepted > ${PORTO}`, `request.disclosed > ${BERLIN}`]);
    expect(accepted.deliveries.map(({ attachments }) => attachments)).toEqual([undefined, ['doc-1']]);
    expect(accepted.open()).toMatchObject({ status: 'accepted', version: 2, disclosed: true });
    expect(accepted.open().responding).toEqual({ authority: BERLIN, coordinator: BONN });
  });

  test('may propose another date, from today on', () => {
    const later = arrived.when(handler(BERLIN), 'request.accept', { proposedDeadline: '2027-01-31' });
    expect(later.open()).toMatchObject({ deadline: '2026-12-31', proposedDeadline: '2027-01-31' });
    const today = arrived.when(handler(BERLIN), 'request.accept', { proposedDeadline: '2026-11-21' });
    expect(today.outcome).toEqual(['request.accepted']);
  });

  test('names the coordinator where several are linked, and one of those', () => {
    const several = arrived.meanwhile({ settings: { links: { [BERLIN]: [BONN, MUNICH] } } });
    const accept = (data: object) => several.when(handler(BERLIN), 'request.accept', data);
    expect(accept({}).outcome).toEqual(['COORDINATOR_CHOICE /data/coordinator']);
    expect(accept({ coordinator: LYON }).outcome).toEqual(['COORDINATOR_NOT_LINKED /data/coordinator']);
    expect(accept({ coordinator: MUNICH }).open().responding.coordinator).toBe(MUNICH);
  });

  test('by a coordinator has no coordinator above it', () => {
    const asked = given({ area, settings: { links: { [BERLIN]: [] } } }).after(
      handler(PORTO),
      'request.send',
    );
    const accepted = asked.when(handler(BERLIN), 'request.accept');
    expect(accepted.open().responding).toEqual({ authority: BERLIN });
  });

  test('is refused with both faults at once', () => {
    const wrong = arrived.when(handler(BERLIN), 'request.accept', { coordinator: LYON, proposedDeadline: '2026-11-20' });
    expect(wrong.outcome).toEqual(['DEADLINE_PAST /data/proposedDeadline', 'COORDINATOR_NOT_LINKED /data/coordinator']);
    expect(wrong.state.status).toBe('awaitingAcceptance');
  }); // prettier-ignore

  test('looks at the flag of the authority asked, and of no other', () => {
    const flags = { [PORTO]: { mayAccept: false }, [BONN]: { mayAccept: false } };
    const accepted = arrived.meanwhile({ settings: { flags } }).when(handler(BERLIN), 'request.accept');
    expect(accepted.outcome).toEqual(['request.accepted']);
  });

  test('stands, whatever becomes of the flag', () => {
    const settings = { flags: { [BERLIN]: { mayAccept: false } } };
    const accepted = arrived.after(handler(BERLIN), 'request.accept').meanwhile({ settings });
    expect(accepted.when(handler(BERLIN), 'request.reply').outcome).toEqual(['request.replied']);
  });
});

function acceptBy(authority: string) {
  return arrived.when(handler(authority), 'request.accept').outcome;
}

describe('a request cannot be accepted', () => {
  test('by an authority that may no longer accept requests, and is not offered', () => {
    const flags = { [BERLIN]: { mayAccept: false, mayRefuse: true } };
    const barred = arrived.meanwhile({ settings: { flags } });
    const [refused] = barred.when(handler(BERLIN), 'request.accept').faults;
    expect(refused).toMatchObject({ code: 'FLAG_MISSING', path: '/type', facts: { authority: BERLIN } });
    expect(barred.offeredTo(handler(BERLIN))).toEqual([
      'request.refuse',
      'request.forward',
      'request.split',
      'request.copy',
      'report.order',
      'dossier.order',
    ]);
    expect(arrived.offeredTo(handler(BERLIN))).toContain('request.accept');
  });

  test('before the coordinator of the asking authority grants it', () => {
    const waiting = given({ area, settings: STRICT }).after(handler(PORTO), 'request.send');
    expect(waiting.when(handler(BERLIN), 'request.accept').outcome).toEqual(['CASE_UNKNOWN /subject']);
  });

  test('twice', () => {
    const accepted = arrived.after(handler(BERLIN), 'request.accept');
    expect(accepted.when(handler(BERLIN), 'request.accept').outcome).toEqual(['WRONG_STATUS /type']);
  });

  test('by who asks, by a coordinator or by a stranger', () => {
    expect(acceptBy(PORTO)).toEqual(['NOT_ALLOWED /type']);
    expect(acceptBy(LISBON)).toEqual(['NOT_ALLOWED /type']);
    expect(acceptBy(BONN)).toEqual(['NOT_ALLOWED /type']);
    expect(acceptBy(MUNICH)).toEqual(['CASE_UNKNOWN /subject']);
    expect(acceptBy(PARIS)).toEqual(['CASE_UNKNOWN /subject']);
  });
});

import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, reader } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const ended = ['closed', 'refused', 'withdrawn'];
const unsent = ['draft', 'discarded'];
const running = Object.entries(all).filter(([status]) => ![...ended, ...unsent].includes(status));

describe('a request that is no longer needed', () => {
  test.each(running)('is withdrawn while it is %s, and both sides see that it is', (_, story) => {
    const gone = story.when(handler(PORTO), 'request.withdraw');
    expect(gone.outcome).toEqual(['request.withdrawn']);
    expect(gone.state.status).toBe('withdrawn');
    expect(gone.seenBy(reader(PORTO, 'request handler'))?.status).toBe('withdrawn');
    const abroad = gone.seenBy(reader(BERLIN, 'request handler'));
    expect(abroad?.status).toBe(story.open().arrived ? 'withdrawn' : undefined);
  });

  test.each(ended)('is not withdrawn once it is %s', (status) => {
    const story = all[status === 'closed' || status === 'refused' ? status : 'withdrawn'];
    expect(story.when(handler(PORTO), 'request.withdraw').outcome).toEqual(['WRONG_STATUS /type']);
  });
});

describe('who is told that a request has been withdrawn', () => {
  test('before it has arrived: at home who had it to approve, abroad nobody', () => {
    expect(all.requestReturned.when(handler(PORTO), 'request.withdraw').told).toEqual([
      `request.withdrawn > ${LISBON}`,
    ]);
    expect(all.accepted.when(handler(PORTO), 'request.withdraw').told).toEqual([
      `request.withdrawn > ${BERLIN}`,
      `request.withdrawn > ${LISBON}`,
    ]);
  });

  test('a coordinator that still has it to approve, too', () => {
    expect(all.requestAwaitingApproval.when(handler(PORTO), 'request.withdraw').told).toEqual([
      `request.withdrawn > ${LISBON}`,
    ]);
    expect(all.replyAwaitingApproval.when(handler(PORTO), 'request.withdraw').told).toContain(
      `request.withdrawn > ${BONN}`,
    );
  });
});

import { expect, test } from 'vitest';
import { BERLIN, BONN, PORTO } from '../../domain/testing/cast.ts';
import { comment } from '../../domain/testing/papers.ts';
import { process } from '../intake/settle.ts';
import { aMessage, openStage, submitted, verdictIn, wireRequest, type Stage } from '../testing/stage.ts';
import { compose } from './compose.ts';

const MIB = 1024 * 1024;

function documents(...ids: readonly string[]) {
  return ids.map((id) => {
    const content = Buffer.concat([Buffer.from(`%PDF-1.7 ${id} `), Buffer.alloc(MIB - 64)]).toString(
      'base64',
    );
    return { id, name: `${id}.pdf`, mediaType: 'application/pdf', content };
  });
}

type Step = readonly [authority: string, type: string, more: object];

async function says({ hub }: Stage, [authority, type, more]: Step): Promise<string> {
  const [outcome] = await process(hub, [submitted(aMessage({ authority, type, ...more }))]);
  return verdictIn(outcome);
}

test('a delivery has no more documents in it than a broker takes, and the others are fetched', async () => {
  const stage = openStage({});
  const steps: readonly Step[] = [
    [PORTO, 'request.send', { data: wireRequest({ attachments: documents('doc-1', 'doc-2') }) }],
    [BERLIN, 'request.accept', { subject: 'REQ-1', caseversion: 1 }],
    ...['3 4', '5 6', '7 8', '9'].map((numbers, index): Step => {
      const attachments = documents(...numbers.split(' ').map((number) => `doc-${number}`));
      return [PORTO, 'request.addMessage', { subject: 'REQ-1', caseversion: 2 + index, data: { topic: 'supportingDocuments', attachments } }];
    }),
    [BERLIN, 'request.forward', { subject: 'REQ-1', caseversion: 6, data: { to: BONN, justification: comment('Not ours.') } }],
    [BONN, 'request.accept', { subject: 'REQ-1', caseversion: 7 }],
  ];
  for (const step of steps) expect(await says(stage, step)).toBe('accepted');
  const disclosed = [...stage.tables.deliveries.values()].findLast(({ type }) => type === 'request.disclosed');
  const { data } = disclosed ? await compose(stage.hub, disclosed) : {};
  const { attachments } = (data as { readonly case: { readonly attachments: readonly { readonly sha256?: string; readonly content?: string }[] } }).case;
  expect(attachments.every(({ sha256 }) => sha256 !== undefined)).toBe(true);
  expect(attachments.map(({ content }) => content !== undefined)).toEqual([true, true, true, true, false, false, false, false, false]);
}); // prettier-ignore

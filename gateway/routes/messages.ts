import { process } from '../../hub/process.ts';
import { compose } from '../../hub/compose.ts';
import type { Outcome } from '../../hub/outcome.ts';
import { handOver } from '../../hub/hand-over.ts';
import type { Submission } from '../../hub/ports.ts';
import { finished } from '../../hub/signed.ts';
import { refusalIn, verdictOf } from '../../hub/verdict.ts';
import { REFUSALS } from '../../domain/kernel/refusals.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { commandBodies, receiptBodies } from '../describe/messages.ts';
import { CONTENT_TYPES, formatAccepted, formatOfType, MEDIA_TYPES, type Format } from '../formats.ts';
import { LARGEST_MESSAGE } from '../limits.ts';
import { systemOf } from '../plugins/identity.ts';

/** The same door as the broker's: one message in, its receipt out. */
export const messageRoutes: GatewayPlugin = (app, deps, done) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(Object.keys(MEDIA_TYPES), { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.post('/messages', {
    bodyLimit: LARGEST_MESSAGE,
    schema: {
      operationId: 'submitMessage',
      tags: ['messages'],
      summary: 'Submit one message and get its receipt.',
    },
    config: { documented: { body: commandBodies(deps.book), response: receiptBodies() } },
    async handler(request, reply) {
      const contentType = request.headers['content-type'] ?? '';
      const format = formatAccepted(request.headers.accept) ?? formatOfType(contentType) ?? 'json';
      const bytes = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
      const submission = {
        system: systemOf(request).id,
        bytes,
        contentType,
        receivedAt: deps.hub.clock.now(),
      };
      const outcome = await settled(deps, submission);
      const receipt = await receiptFor(deps, outcome, format);
      return reply.code(statusOf(outcome)).type(CONTENT_TYPES[format]).send(receipt);
    },
  });
  done();
};

async function settled(
  { hub, metrics, afterSettled }: GatewayDeps,
  submission: Submission,
): Promise<Outcome> {
  const begun = performance.now();
  const [outcome] = await process(hub, [submission]);
  if (outcome === undefined) throw new TypeError('One submission has one outcome.');
  const seconds = (performance.now() - begun) / 1000;
  metrics.batch({ channel: 'http', seconds, verdicts: [verdictOf(outcome)] });
  afterSettled?.(outcome.news);
  return outcome;
}

/**
 * The receipt is in the answer, so it does not wait in the inbox as well. Marked before it is sent: whoever loses the
 * answer sends the same message again and gets the same receipt.
 */
async function receiptFor({ hub }: GatewayDeps, { receipt }: Outcome, format: Format): Promise<Uint8Array> {
  const { outgoing } = receipt;
  const { message, digest } = await finished(hub, await compose(hub, outgoing, { receipt }));
  await handOver(hub, 'ContentHandover', [{ outgoing, at: hub.clock.now(), digest }]);
  return hub.codec.encode(message, format);
}

function statusOf({ receipt }: Outcome): number {
  const refusal = refusalIn(receipt.data);
  return refusal === undefined ? 200 : REFUSALS[refusal].status;
}

import { process } from '../../hub/intake/settle.ts';
import { compose } from '../../hub/outgoing/compose.ts';
import type { Outcome } from '../../hub/intake/outcome.ts';
import { handOver } from '../../hub/outgoing/hand-over.ts';
import type { Submission } from '../../hub/ports/messages.ts';
import { finished } from '../../hub/outgoing/signed.ts';
import { refusalIn, verdictOf } from '../../hub/intake/verdict.ts';
import type { FastifyReply } from 'fastify';
import type { Message } from '../../domain/kernel/message.ts';
import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { instantLater } from '../../hub/instant.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { commandBodies, receiptBodies } from '../describe/messages.ts';
import { CONTENT_TYPES, formatAccepted, formatOfType, MEDIA_TYPES } from '../formats.ts';
import { ANSWER_WITHIN_MS, LARGEST_MESSAGE } from '../limits.ts';
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
      const receivedAt = deps.hub.clock.now();
      const submission = {
        system: systemOf(request).id,
        bytes,
        contentType,
        receivedAt,
        waitsUntil: instantLater(receivedAt, ANSWER_WITHIN_MS),
      };
      const outcome = await settled(deps, submission);
      const receipt = await receiptFor(deps, outcome, reply);
      if (receipt === undefined) return reply;
      return reply
        .code(statusOf(outcome))
        .type(CONTENT_TYPES[format])
        .send(deps.hub.codec.encode(receipt, format));
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
  afterSettled?.(outcome);
  return outcome;
}

/**
 * The receipt is in the answer, so it does not wait in the inbox as well: it is held while the answer is made, and marked
 * before it is sent. Whoever loses the answer sends the same message again and gets the same receipt. But where nobody waits
 * for the answer any more, or it cannot be signed, the receipt comes into the inbox.
 */
async function receiptFor(
  { hub }: GatewayDeps,
  { receipt }: Outcome,
  reply: FastifyReply,
): Promise<Message | undefined> {
  const { outgoing } = receipt;
  const { message, digest } = await finished(hub, await compose(hub, outgoing, { receipt }));
  if (reply.sent || reply.raw.destroyed) return undefined;
  await handOver(hub, 'ContentHandover', [{ outgoing, at: hub.clock.now(), digest }]);
  return message;
}

function statusOf({ receipt }: Outcome): number {
  const refusal = refusalIn(receipt.said);
  return refusal === undefined ? 200 : REFUSALS[refusal].status;
}

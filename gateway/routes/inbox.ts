import Type, { type Static } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uuid } from '../../domain/kernel/says.ts';
import { openNotes, type Notes } from '../../hub/case/accesses.ts';
import { isAll, levelIn } from '../../hub/case/level.ts';
import { compose } from '../../hub/outgoing/compose.ts';
import { handOver } from '../../hub/outgoing/hand-over.ts';
import { isHubFault } from '../../hub/faults.ts';
import type { Hub } from '../../hub/hub.ts';
import type { Outgoing } from '../../hub/ports/records.ts';
import { bytesOf, finished } from '../../hub/outgoing/signed.ts';
import type { GatewayDeps, GatewayPlugin } from '../deps.ts';
import { deliveryBodies } from '../describe/messages.ts';
import { CONTENT_TYPES, formatAccepted } from '../formats.ts';
import { systemOf } from '../plugins/identity.ts';
import { sendProblem } from '../problems.ts';

const Waiting = Type.Object({
  id: Type.String({ description: 'Never changes for the same delivery: a repeat is recognised by it.' }),
  type: Type.String(),
  subject: Type.Optional(Type.String({ description: 'Case number.' })),
  createdAt: Type.String({ format: 'date-time' }),
});
const Inbox = Type.Object({ waiting: Type.Array(Waiting, { description: 'Oldest first.' }) });

const Limit = Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }) });

const DeliveryId = Type.Object({ id: uuid('Id of the delivery.') });
type DeliveryId = Static<typeof DeliveryId>;

/** What waits for a system that fetches its messages: listed, fetched as often as need be, then acknowledged. */
export const inboxRoutes: GatewayPlugin = (app, deps, done) => {
  const { store } = deps.hub;
  const note = openNotes(deps.hub);
  app.get('/inbox', {
    schema: {
      ...about('listInbox', 'List what waits, oldest first.'),
      querystring: Limit,
      response: { 200: Inbox },
    },
    handler: async (request) => {
      const { limit } = request.query;
      const waiting = await store.inbox(systemOf(request).id, { limit, at: deps.hub.clock.now() });
      return { waiting: (await believed(deps, waiting)).map(listed) };
    },
  });
  app.get('/inbox/:id', {
    schema: { ...about('fetchDelivery', 'Fetch one message.'), params: DeliveryId },
    config: { documented: { response: deliveryBodies(deps.book) } },
    handler: (request, reply) => fetchDelivery({ ...deps, note }, request, reply),
  });
  app.delete('/inbox/:id', {
    schema: {
      ...about('acknowledgeDelivery', 'Acknowledge one message: it no longer waits.'),
      params: DeliveryId,
    },
    config: { documented: { response: { 204: { description: 'Acknowledged.' } } } },
    handler: async (request, reply) => {
      const outgoing = await store.waitingFor(systemOf(request).id, request.params.id);
      const count = outgoing === undefined ? 0 : await acknowledged(deps, outgoing);
      return count === 0 ? sendProblem(reply, { code: 'NOT_FOUND' }) : reply.code(204).send();
    },
  });
  done();
};

/** A row alone gives nobody anything, not even the number of a case: listed is what could be fetched. */
async function believed({ hub }: GatewayDeps, waiting: readonly Outgoing[]): Promise<readonly Outgoing[]> {
  const isFetchable = await Promise.all(waiting.map((outgoing) => canBeComposed(hub, outgoing)));
  return waiting.filter((_, index) => isFetchable[index]);
}

async function canBeComposed(hub: Hub, outgoing: Outgoing): Promise<boolean> {
  try {
    await compose(hub, outgoing);
    return true;
  } catch (error) {
    // The alarm has been raised there.
    if (isHubFault(error, 'RECORD_UNSOUND') || isHubFault(error, 'DELIVERY_IMPOSSIBLE')) return false;
    throw error;
  }
}

/** The evidence says what the system has now: the same message as it has fetched. */
async function acknowledged({ hub }: GatewayDeps, outgoing: Outgoing): Promise<number> {
  const message = await compose(hub, outgoing);
  const digest = hub.codec.digest(message);
  return handOver(hub, 'ContentHandover', [{ outgoing, at: hub.clock.now(), digest, ...levelIn(message) }]);
}

function about(operationId: string, summary: string) {
  return { operationId, summary, tags: ['inbox'] };
}

function listed({ id, type, createdAt, about: told }: Outgoing): Static<typeof Waiting> {
  return { id, type, createdAt, ...('caseNumber' in told ? { subject: told.caseNumber } : {}) };
}

/** Another system's delivery is as unknown as one that does not exist. */
async function fetchDelivery(
  { hub, note }: GatewayDeps & { readonly note: Notes },
  request: FastifyRequest<{ Params: DeliveryId }>,
  reply: Pick<FastifyReply, 'code' | 'type' | 'request'>,
): Promise<FastifyReply> {
  const system = systemOf(request);
  const outgoing = await hub.store.waitingFor(system.id, request.params.id);
  if (outgoing === undefined) return sendProblem(reply, { code: 'NOT_FOUND' });
  const format = formatAccepted(request.headers.accept) ?? system.format;
  const ready = await finished(hub, await compose(hub, outgoing));
  const { about: told } = outgoing;
  const { level } = levelIn(ready.message);
  // Whoever fetches it has it, whether or not it is ever acknowledged.
  if ('authority' in told && isAll(level))
    await note({ caseNumber: told.caseNumber, authority: told.authority, system: system.id, way: 'message' });
  return reply.type(CONTENT_TYPES[format]).send(bytesOf(hub, ready, format));
}

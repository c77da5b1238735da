import type { FastifyPluginCallback, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Hub } from '../hub/hub.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import type { Meter } from '../hub/meter.ts';
import type { Credentials } from '../hub/ports/messages.ts';
import type { Counting } from '../hub/statistics/statistics.ts';
import type { NamedPeriod } from '../hub/seals.ts';
import type { Verifier } from '../hub/verification.ts';
import type { HttpSettings } from './limits.ts';
import type { MessageBook } from '../schemas/message/book.ts';

/** What the gateway works with: handed down once by `start.ts`. */
export type GatewayDeps = {
  readonly hub: Hub;
  readonly book: MessageBook;
  readonly credentials: Credentials;
  readonly metrics: Meter;
  readonly counting: Counting;
  /** How connections are treated; as usual where nothing is said. */
  readonly http?: HttpSettings;
  /** The AsyncAPI document as text: made from the broker's topology, which is none of the gateway's business. */
  readonly asyncapi: string;
  /** Whether database and whatever else a request needs can be reached now. */
  readonly ready: () => Promise<boolean>;
  /** Judges reports for anybody; without it that address is not there. */
  readonly verifier?: Verifier;
  /** DER of the roots that seals must lead to, told to whoever asks. */
  readonly roots?: readonly Uint8Array[];
  /** How long the hub's seals are good: those that are over are told in health and to who waits for reports. */
  readonly seals?: readonly NamedPeriod[];
  /** Told what has become of a submission, so that a worker in the same process can go on with it at once. */
  readonly afterSettled?: (outcome: Outcome) => void;
};

/** Types of parameters and queries from the same TypeBox values that validate them. */
export interface TypeBox extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

export type GatewayPlugin = FastifyPluginCallback<GatewayDeps, RawServerDefault, TypeBox>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For the OpenAPI document only: bodies that the route reads or writes as bytes, past Fastify's own schemas. */
    documented?: { readonly body?: unknown; readonly response?: Readonly<Record<string, unknown>> };
    /** Asked for every few seconds by machines: not logged. */
    quiet?: true;
  }
}

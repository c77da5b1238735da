import type { Codec } from '../ports/messages.ts';

/** Who is to be told, of what, under which id. */
export type Announced = {
  readonly id: string;
  readonly type: string;
  readonly to: string;
  /** Documents that go along. */
  readonly attachments: readonly string[];
};

/** What evidence says of all whom a command has set off to be told; in the order of their ids, which is nobody's. */
export function toldDigest(codec: Pick<Codec, 'digest'>, all: readonly Announced[]): string {
  return codec.digest(all.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

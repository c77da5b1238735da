import { compileCodecs } from '../../../adapters/codecs/codecs.ts';
import type { Assembled } from '../../../adapters/assemble.ts';
import type { MessageSeal } from '../../../hub/ports/messages.ts';
import type { ChainHead } from '../../../hub/ports/records.ts';
import type { Store, Unit } from '../../../hub/ports/store.ts';

/** What the hub can be measured without; of encryption and evidence only as much as can be taken away from outside. */
export const PROMISED = ['signature', 'delivery', 'encryption', 'validation'] as const;
export type Promised = (typeof PROMISED)[number];

/** The hub with something in the place of one promise, which keeps its form and does not keep the promise. */
export async function without(promised: Promised, assembled: Assembled): Promise<Assembled> {
  const { hub } = assembled;
  switch (promised) {
    case 'signature':
      return { ...assembled, hub: { ...hub, signing: { ...hub.signing, seal: await sealOnce(hub.signing.seal) } } };
    case 'delivery':
      return { ...assembled, hub: { ...hub, store: withoutEvidenceOfDelivery(hub.store) } };
    case 'validation':
      return { ...assembled, hub: { ...hub, codec: compileCodecs({ ...assembled.book, validate: () => [] }) } };
    case 'encryption':
      // No port of the hub: the module is another one (`stand-ins.ts`).
      return assembled;
  }
} // prettier-ignore

/** Signs once, and puts that under everything: as long as a signature, and good for nothing. */
async function sealOnce(seal: MessageSeal): Promise<MessageSeal> {
  const signature = await seal.sign('', new Date().toISOString());
  return { ...seal, sign: () => Promise.resolve(signature) };
}

/**
 * That it was handed over is marked, and no evidence says so: no chain is locked or moved and no record written. What remains is
 * that the record is made and thrown away. A transaction in which no message was looked up is one of those.
 */
function withoutEvidenceOfDelivery(store: Store): Store {
  return {
    ...store,
    transaction: (work) => store.transaction((unit) => work(onlyMarks(unit))),
  };
}

function onlyMarks(unit: Unit): Unit {
  let hasLoaded = false;
  return {
    ...unit,
    load(keys, cases) {
      hasLoaded = true;
      return unit.load(keys, cases);
    },
    heads: (chains) => (hasLoaded ? unit.heads(chains) : Promise.resolve(startsOf(chains))),
    write: (changes) =>
      unit.write(changes.handedOver.length > 0 ? { ...changes, evidence: [], heads: [] } : changes),
  };
}

function startsOf(chains: readonly string[]): ReadonlyMap<string, ChainHead> {
  const hash = '0'.repeat(64);
  return new Map(chains.map((chain) => [chain, { chain, seq: 0, hash, caseSeq: 0 }]));
}

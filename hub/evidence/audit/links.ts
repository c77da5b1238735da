import { hasLeapt, isNext, isOnward } from '../places.ts';
import { CHAIN_START, EVENTS } from '../record.ts';
import { linkHash, sha256 } from '../verify-chain.ts';
import type { Auditing, Check, Heard } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { KeptHead } from './source.ts';

/** Every record follows the one before, says of itself what its columns say, and the last one is the head. */
export function checkLinks({ chain, codec, note, counts }: Auditing, heads: Lane<KeptHead>): Check {
  let before = { seq: 0, hash: CHAIN_START };
  function follow({ seq, prev, hash, body }: Heard): void {
    const follows = isNext(before.seq, seq);
    if (!follows) note({ code: 'RECORDS_MISSING', chain, record: seq });
    // After a gap a record is judged by what it says itself of the one before.
    const expected = follows ? before.hash : prev;
    const own = linkHash({ chain, seq, prev: expected, content: sha256(body) }, codec.canonical);
    if (prev !== expected || own !== hash) note({ code: 'LINK_BROKEN', chain, record: seq });
    before = { seq, hash };
  }
  /** After a restore the head says where the chain will go on; the version of a case goes on higher up with it. */
  function isEnd({ seq, file }: KeptHead): boolean {
    const mayLeap = file === undefined || hasLeapt(file.version);
    return seq === before.seq || (mayLeap && isOnward(before.seq, seq));
  }
  return {
    see(record) {
      counts.records += 1;
      if (record.isOurs === false) note({ code: 'RECORD_FORGED', chain, record: record.seq });
      follow(record);
      const { said, seq } = record;
      if (said === undefined) note({ code: 'BODY_UNREADABLE', chain, record: seq });
      else if (!isToldByColumns(record, said)) note({ code: 'COLUMNS_DIFFER', chain, record: seq });
    },
    async end() {
      const head = await heads.take();
      const isThere = before.seq > 0;
      if (head === undefined) {
        if (isThere) note({ code: 'HEAD_MISSING', chain });
        return;
      }
      await eachWhile(
        heads,
        () => true,
        () => note({ code: 'HEAD_TWICE', chain }),
      );
      if (head.events !== undefined) counts.cases += 1;
      else if (chain.startsWith('system/')) counts.systems += 1;
      // A case has a record from its first moment on; a system has a chain before it has a first record.
      if (!isThere && (head.events !== undefined || head.seq > 0)) note({ code: 'CHAIN_MISSING', chain });
      else if (!isEnd(head) || head.hash !== before.hash)
        note({ code: 'HEAD_DIFFERS', chain, record: before.seq, what: `record ${head.seq}` });
    },
  };
}

function isToldByColumns({ kind, at }: Heard, said: NonNullable<Heard['said']>): boolean {
  const addresses: Readonly<Record<string, string>> = EVENTS;
  return Object.hasOwn(addresses, kind) && addresses[kind] === said.event && at === said.at;
}

import type { Pool } from 'pg';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { readForAudit } from '../../adapters/store/audit.ts';
import { openHoldings } from '../../adapters/store/holdings.ts';
import { isLoss } from '../../hub/epoch/loss.ts';
import { parsed } from '../../hub/json.ts';
import type { ChainHead } from '../../hub/evidence/root-store.ts';
import { standingOf, type Standing } from '../../hub/evidence/standing.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { isReceipt } from '../../schemas/receipt.ts';

/** The place that a receipt names, as it came; nothing where the file is none. */
export function placeIn(file: Uint8Array): ChainHead | undefined {
  const decoded = compileCodecs(makeBook()).decode(file, undefined);
  return 'message' in decoded && isReceipt(decoded.message.data) ? decoded.message.data.evidence : undefined;
}

export async function standingIn(pool: Pool, place: ChainHead): Promise<Standing> {
  const [kept] = await openHoldings(pool).having([place]);
  const epochs = await readForAudit(pool, undefined, (source) => source.epochs());
  const losses = epochs.map(({ lost = '' }) => parsed(lost)).filter(isLoss);
  return standingOf(place, { kept: kept?.hash, losses });
}

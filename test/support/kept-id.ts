import { openMacs } from '../../adapters/store/macs.ts';
import { idKept } from '../../adapters/store/message-row.ts';
import type { PreparedHub } from '../../scripts/training/hub.ts';

/** A message's id as it lies in the tables. */
export function keptId({ config }: Pick<PreparedHub, 'config'>, system: string, id: string): string {
  return idKept(openMacs(Buffer.from(config.HUB_MASTER_KEY, 'base64')), { system, id });
}

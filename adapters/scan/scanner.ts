import type { Scanner } from '../../hub/ports/documents.ts';
import { commandScanner } from './command.ts';
import { icapScanner } from './icap.ts';

/** The scanner that the configuration names; nothing where documents are not scanned. */
export function openScanner(setting: string): Scanner | undefined {
  if (setting === 'none') return undefined;
  return setting.startsWith('command:')
    ? commandScanner(setting.slice('command:'.length))
    : icapScanner(new URL(setting));
}

import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import type { RefusalCode } from '../../domain/kernel/refusals.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { Answer } from './outcome.ts';
import type { Verdict } from '../meter.ts';

/** The refusal that a receipt begins with; nothing when it accepts. */
export function refusalIn({ faults = [] }: Receipt): RefusalCode | undefined {
  const code = faults[0]?.code;
  return code !== undefined && isRefusalCode(code) ? code : undefined;
}

export function verdictOf({ receipt }: Answer): Verdict {
  if (receipt.isRepeated) return 'duplicate';
  return refusalIn(receipt.said) ?? 'accepted';
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

import { REFUSALS, type RefusalCode } from '../domain/kernel/refusals.ts';
import type { Outcome } from './outcome.ts';
import type { Verdict } from './meter.ts';

/** The refusal that a receipt begins with; nothing when it accepts. */
export function refusalIn(receipt: string): RefusalCode | undefined {
  const { faults = [] }: { readonly faults?: readonly { readonly code: string }[] } = JSON.parse(receipt);
  const code = faults[0]?.code;
  return code !== undefined && isRefusalCode(code) ? code : undefined;
}

export function verdictOf({ receipt }: Outcome): Verdict {
  if (receipt.outgoing.duplicate) return 'duplicate';
  return receipt.value?.outcome === 'accepted' ? 'accepted' : (refusalIn(receipt.data) ?? 'accepted');
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { fault, type RefusalCode } from '../../domain/kernel/refusals.ts';
import { faultView, type Receipt } from '../../schemas/receipt.ts';

/** A message as it is remembered: by the id under which a repeat is recognised, and the receipt that a repeat gets. */
export type Remembered = { readonly id: string; readonly receipt: Receipt };

/** Ids that the hub itself has made of a message's digest, where its sender has given it none that could be used. */
const MADE_OF_DIGEST = /^unreadable:[0-9a-f]{40}$|#[0-9a-f]{16}$/;

/**
 * What may be remembered of a message for good. The receipt still says what became of it and where the evidence is; it no
 * longer holds anything by which somebody could find out, by trying, what the message was: its digest, its own first id, and
 * the texts and places of faults, in which values and names of the message may stand. `instead` replaces an id made of the digest.
 */
export function withoutContent({ id, receipt }: Remembered, instead: string): Remembered {
  const { digest: _digest, faults, evidence, ...data } = receipt;
  const kept = data.outcome === 'rejected' && MADE_OF_DIGEST.test(id) ? instead : id;
  const left: Receipt = {
    ...data,
    message: data.message === id ? kept : data.message,
    ...(evidence === undefined ? {} : { evidence: withoutId(evidence) }),
    ...(faults === undefined ? {} : { faults: faults.map(({ code }) => bareFault(code)) }),
  };
  return { id: kept, receipt: left };
}

/** The random id by which the digest in its record was blinded. */
function withoutId({ receipt: _receipt, ...place }: NonNullable<Receipt['evidence']>) {
  return place;
}

/** The text of the catalogue, its facts not filled in; a code that is no longer there speaks for itself. */
function bareFault(code: string): ReturnType<typeof faultView> {
  return isKnown(code) ? faultView(fault(code)) : { code, text: code };
}

function isKnown(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

import type { Verification, Verifier } from '../hub/ports.ts';
import { LEVELS } from './seal/seal-report.ts';
import { REASONS } from './verify/indication.ts';
import type { Verdict } from './verify/indication.ts';
import type { VerificationOptions } from './verify/policy.ts';
import { verifyDetached } from './verify/verify-detached.ts';
import { verifyPdf } from './verify/verify-pdf.ts';

/** The hub's verifier: offline, by the file itself and these roots. With none, what is sound is INDETERMINATE at best. */
export function openVerifier(trust: readonly Uint8Array[] = []): Verifier {
  return { verify: (pdf, demand) => verified(pdf, trust, demand) };
}

function verified(pdf: Uint8Array, trust: readonly Uint8Array[], demanded?: string): Verification {
  const found = verifyPdf(pdf, optionsFrom(trust, demanded));
  return {
    ...withWords(found),
    signatures: found.signatures.map((signature) => withWords(signature)),
    timeStamps: found.timeStamps.map((stamp) => withWords(stamp)),
  };
}

/** The reason for people beside the one for scripts. */
function withWords<Judged extends Verdict>(judged: Judged): Judged & { readonly text?: string } {
  return judged.reason === undefined ? judged : { ...judged, text: REASONS[judged.reason] };
}

/** Verifies a detached signature over any file; the answer has the same form as that of a report. */
export function verifyBeside(
  content: Uint8Array,
  given: {
    readonly signature: Uint8Array;
    readonly trust: readonly Uint8Array[];
    readonly demand?: string | undefined;
  },
): Verification {
  const found = withWords(verifyDetached(content, given.signature, optionsFrom(given.trust, given.demand)));
  const { indication, subIndication, reason, text, level } = found;
  return {
    indication,
    ...(subIndication && { subIndication }),
    ...(reason && { reason }),
    ...(text && { text }),
    level,
    signatures: [found],
    timeStamps: [],
  };
}

function optionsFrom(trust: readonly Uint8Array[], demanded: string | undefined): VerificationOptions {
  const demand = LEVELS.find((level) => level === demanded);
  return { trust, ...(demand === undefined ? {} : { demand }) };
}

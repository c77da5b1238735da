import { REASONS } from '../../signing/verify/indication.ts';

/** When a file must be extended, for people. `isLate`: there is nothing that could be done any more. */
export function whenSentence(
  end: Date | undefined,
  now: Date,
): { readonly text: string; readonly isLate: boolean } {
  if (end === undefined)
    return {
      text: 'it has no time stamp; extend it before the certificate of its seal ends.',
      isLate: false,
    };
  const [day = ''] = end.toISOString().split('T');
  if (end <= now)
    return { text: `it should have been extended before ${day}; now it is too late.`, isLate: true };
  const days = Math.floor((end.getTime() - now.getTime()) / 86_400_000);
  return { text: `extend it before ${day} (in ${days} days).`, isLate: false };
}

/** What a fault of signing means for whoever has asked. */
export function faultSentence(code: string, detail: string): string {
  switch (code) {
    case 'SEAL_NOT_EXTENDABLE':
      return `it does not verify, so nothing is gained by extending it: ${reasonIn(detail)}`;
    case 'FILE_KIND_UNKNOWN':
    case 'PDF_UNREADABLE':
    case 'PDF_NOT_READ':
      return 'it is no signed file that can be extended.';
    case 'TIME_STAMP_UNAVAILABLE':
      return `there is no time stamp to be had now: ${detail}.`;
    case 'REVOCATION_DATA_UNAVAILABLE':
      return `it cannot be found out now whether a certificate has been revoked: ${detail}.`;
    case 'SEAL_REVOKED':
      return `a certificate has been revoked: ${detail}.`;
    default:
      return `${code}: ${detail}.`;
  }
}

function reasonIn(detail: string): string {
  const reasons: Readonly<Record<string, string>> = REASONS;
  return reasons[detail] ?? `${detail}.`;
}

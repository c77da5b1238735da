import { bytes, code, integer, mediaType, optional, record, sha256 } from '../kernel/says.ts';

/** Largest report that goes inside a message; a larger one is fetched over HTTP. */
export const LARGEST_INLINE_REPORT = 2_097_152;

/** Type of the message that brings a report or a dossier. */
export const REPORT_NEWS = 'report.issued';

/** A certified report that is ready (handbook 5.3.10): told alike in every workflow. */
export const ReportNews = record({
  report: record({
    id: code(60),
    kind: code(40),
    language: code(2),
    mediaType: mediaType(60),
    size: integer({ min: 1, max: 100_000_000 }),
    sha256: sha256(),
    content: optional(
      bytes(LARGEST_INLINE_REPORT, 'The report; absent when it is too large or no longer kept.'),
    ),
  }),
});

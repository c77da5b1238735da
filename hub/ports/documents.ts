import type { RefusalCode } from '../../domain/kernel/refusals.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';

/** Documents too large for a message: handed in piece by piece, claimed by a message, fetched by whoever sees them in full. */

/**
 * Bytes of one piece: each is sealed by itself, all but the last have just as many. Larger ones are no faster, and leave more
 * behind in memory until it is tidied up.
 */
export const PIECE = 262_144;

/** What its sender says of a document before it comes, and who that is. */
export type UploadSaid = {
  readonly id: string;
  /** As which sender's its messages are remembered (`keyOfSender`). */
  readonly owner: string;
  readonly authority: string;
  readonly mediaType: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly expiresAt: Instant;
};

/** How far it is. One that is refused has lost its bytes; one that a case has claimed ends with that case. */
export type UploadState = 'open' | 'checking' | 'ready' | 'refused';

/** Why the bytes that came cannot be attached. */
export type UploadTrouble = Extract<
  RefusalCode,
  'UPLOAD_DIFFERS' | 'ATTACHMENT_CONTENT' | 'ATTACHMENT_INFECTED'
>;

export type Upload = UploadSaid & {
  /** Bytes that have come. */
  readonly received: number;
  readonly state: UploadState;
  readonly trouble?: UploadTrouble;
  readonly caseNumber?: string;
  /** The upload whose pieces it has, where it shares the document of another case. */
  readonly of?: string;
};

/** Uploads of one sender that no message has claimed: how many, and of how many bytes together. */
export type Quota = { readonly count: number; readonly bytes: number };

/** A piece at its place, which moves the upload on from where it was. */
export type Piece = {
  readonly upload: string;
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly from: number;
};

/** Bytes of a document in order, a piece at a time: each is read when it is asked for. */
export type Pieces = AsyncIterable<Uint8Array>;

export type Rewinding = {
  readonly from: number;
  readonly received: number;
  readonly tail: Uint8Array;
};

export type Documents = {
  /** Begins an upload; in vain where its sender has as many as it may. */
  openUpload(said: UploadSaid, quota: Quota): Promise<boolean>;
  upload(id: string): Promise<Upload | undefined>;
  /** Keeps a piece; in vain where the upload is no longer where it began: somebody else writes to it, or it has ended. */
  keepPiece(piece: Piece): Promise<boolean>;
  /** What of the last piece has come, where it is not whole. */
  tail(id: string): Promise<Uint8Array>;
  /**
   * Takes back what has come beyond a place, where the rest of a piece is as it was; in vain where the upload is no longer where
   * whoever takes it back has left it.
   */
  rewind(id: string, to: Rewinding): Promise<void>;
  /** Ends an upload for its sender; in vain where a message has claimed it meanwhile, or it has ended. */
  dropUpload(id: string): Promise<boolean>;
  /** The same of all that no message has claimed in their time. */
  dropExpired(at: Instant): Promise<number>;
  /** Uploads that have come and are to be checked, so that nobody else checks them until the instant named. */
  takeUnchecked(
    limit: number,
    when: { readonly at: Instant; readonly until: Instant },
  ): Promise<readonly Upload[]>;
  /** What the check has found; nothing is ready. */
  endCheck(id: string, trouble?: UploadTrouble): Promise<void>;
  /** Nobody else begins to check it before then. */
  holdCheck(id: string, until: Instant): Promise<void>;
  /** What has come of an upload, from a byte on; throws `UPLOAD_ENDED` where it ends meanwhile. */
  uploaded(id: string, from?: number): Pieces;
  /** The document of a case by its SHA-256, where it was uploaded. */
  documentIn(caseNumber: string, sha256: string): Promise<Upload | undefined>;
  /**
   * Deletes pieces of what has ended, as many as named at the most; answers how many. That it has ended stays written until the
   * instant is past: whoever reads it meanwhile can tell an end from a theft.
   */
  deletePieces(limit: number, endedBefore: Instant): Promise<number>;
};

/** What a scanner says of bytes: `unavailable` where it cannot say anything now. */
export type Scanned = 'clean' | 'found' | 'unavailable';

/** Looks for what is harmful in documents before anybody may fetch them. */
export type Scanner = {
  scan(bytes: Pieces, facts: { readonly mediaType: string; readonly size: number }): Promise<Scanned>;
};

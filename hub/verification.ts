import type { Message } from '../domain/kernel/message.ts';
import type { DossierIndex } from '../schemas/dossier.ts';
import type { Receipt } from '../schemas/receipt.ts';

/** Who judges signed files, reports and messages: in the words of EN 319 102-1, by the file itself and those who are trusted. */
export type Verifier = {
  /**
   * `demand` is the least level that will do: B-B, B-T, B-LT or B-LTA. Throws `VERIFIER_BUSY` where too many files wait
   * already.
   */
  verify(file: Uint8Array, demand?: string): Promise<Verification>;
};

export type Verification = Judged & {
  /** What kind of file it is, or would be if it could be read. */
  readonly kind: 'report' | 'message' | 'receipt' | 'dossier';
  readonly level: string;
  readonly signatures: readonly SealJudged[];
  readonly timeStamps: readonly StampJudged[];
  /** The words of a message; worth what the indication says. */
  readonly says?: MessageSaid;
  /** What a dossier says of itself, and what was found of each of its files. */
  readonly dossier?: DossierSaid;
  readonly contents?: readonly ContentJudged[];
};

export type DossierSaid = Pick<
  DossierIndex,
  'dossier' | 'case' | 'authority' | 'personalData' | 'madeAt' | 'training'
>;

export type ContentJudged = Judged & {
  readonly name: string;
  readonly role: string;
  /** Who has signed this file, besides the dossier's own seal. */
  readonly signer?: string;
};

export type MessageSaid = Pick<Message, 'type' | 'id' | 'source' | 'time' | 'receiver' | 'subject'> & {
  readonly receipt?: Receipt;
};

type Judged = {
  readonly indication: string;
  readonly subIndication?: string;
  readonly reason?: string;
  /** The reason in plain words. */
  readonly text?: string;
};

export type SealJudged = Judged & {
  readonly level: string;
  readonly signer?: string;
  readonly claimedAt?: string;
  readonly provenAt?: string;
};

export type StampJudged = Judged & { readonly authority?: string; readonly at?: string };

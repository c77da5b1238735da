import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { instant, integer, sha256 } from '../domain/kernel/says.ts';

/** How a dossier is laid out: the names of its files, and what its index says of them. */
export const DOSSIER_FORMAT = 'urn:imi-hub:dossier:1.0';
export const INDEX = 'dossier.json';
export const CHAIN = 'evidence/chain.json';
export const DOSSIER_TYPE = 'application/vnd.etsi.asic-e+zip';

/** Kinds of an order that are a dossier and not a page. */
export function isDossier(kind: string): boolean {
  return kind === 'dossier' || kind === 'dossierWithoutPersonalData';
}

export function mediaTypeOf(kind: string): string {
  return isDossier(kind) ? DOSSIER_TYPE : 'application/pdf';
}

/** The ending by which programs know a container (EN 319 162-1, annex A). */
export function endingOf(kind: string): string {
  return isDossier(kind) ? 'asice' : 'pdf';
}

const closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 200 });
const Text = Type.String({ maxLength: 300 });
const Place = integer({ min: 1, max: 2_147_483_647 });
const Digest = sha256();

/** What each file is, and where the evidence speaks of it. */
const About = Type.Union([
  Type.Object({ role: Type.Literal('case') }, closed),
  /** Sent by the reader's authority; `receipt` is the file with the answer. */
  Type.Object({ role: Type.Literal('message sent'), digest: Digest, receipt: Name }, closed),
  /**
   * Received by it. Without `record` it is what the hub would deliver today: the directory or a text has changed since, or
   * it has not been handed over yet.
   */
  Type.Object(
    { role: Type.Literal('message received'), digest: Digest, record: Type.Optional(Place) },
    closed,
  ),
  Type.Object({ role: Type.Literal('receipt'), record: Place }, closed),
  Type.Object({ role: Type.Literal('chain of evidence') }, closed),
  /** A root that the chain's head lay under; `signature` is the file with its seal. */
  Type.Object(
    {
      role: Type.Literal('root of evidence'),
      signature: Name,
      leaf: Type.Object({ chain: Text, seq: Place, hash: Digest }, closed),
      index: integer({ min: 0, max: 2_147_483_647 }),
      size: Place,
      proof: Type.Array(Digest, { maxItems: 64 }),
    },
    closed,
  ),
  Type.Object({ role: Type.Literal('seal of a root') }, closed),
  Type.Object({ role: Type.Literal('report'), report: Text }, closed),
  /** `hub`, or the system for which it is registered. */
  Type.Object({ role: Type.Literal('certificate'), of: Text }, closed),
]);
export type About = Static<typeof About>;

export const DossierIndex = Type.Object(
  {
    format: Type.Literal(DOSSIER_FORMAT),
    dossier: Text,
    issuer: Text,
    training: Type.Boolean(),
    case: Text,
    /** The authority for which it was made: it holds what that one may see, and nothing else. */
    authority: Text,
    personalData: Type.Boolean(),
    madeAt: instant(),
    files: Type.Array(Type.Object({ name: Name, mediaType: Text, sha256: Digest, about: About }, closed), {
      maxItems: 20_000,
    }),
  },
  closed,
);
export type DossierIndex = Static<typeof DossierIndex>;

/** The chain, whole; records that the reader may not see are there by the digest of their body. */
export const DossierChain = Type.Object(
  {
    chain: Text,
    records: Type.Array(
      Type.Object(
        {
          seq: Place,
          prev: Digest,
          hash: Digest,
          content: Digest,
          body: Type.Optional(Type.String({ maxLength: 1_000_000 })),
        },
        closed,
      ),
      { maxItems: 100_000 },
    ),
  },
  closed,
);
export type DossierChain = Static<typeof DossierChain>;

/** Out of strange hands: whether it is an index, and not more than one. */
export function isDossierIndex(value: unknown): value is DossierIndex {
  return Value.Check(DossierIndex, value);
}

export function isDossierChain(value: unknown): value is DossierChain {
  return Value.Check(DossierChain, value);
}

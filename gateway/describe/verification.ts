import Type from 'typebox';

const judged = {
  indication: Type.String({
    description: 'TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED (EN 319 102-1, clause 5.1.3).',
  }),
  subIndication: Type.Optional(Type.String({ description: 'As in table 5 of EN 319 102-1.' })),
  reason: Type.Optional(Type.String({ description: 'What exactly was found; stable, for scripts.' })),
  text: Type.Optional(Type.String({ description: 'The reason in plain words.' })),
};

const Level = Type.String({ description: 'NONE, B-B, B-T, B-LT or B-LTA.' });

const Seal = Type.Object({
  ...judged,
  level: Level,
  signer: Type.Optional(Type.String({ description: 'Distinguished name of the certificate.' })),
  claimedAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'Claimed by the signer; no proof.' }),
  ),
  provenAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'Proven to have been made before this moment.' }),
  ),
});

const Stamp = Type.Object({
  ...judged,
  authority: Type.Optional(Type.String()),
  at: Type.Optional(Type.String({ format: 'date-time' })),
});

const Instant = Type.String({ format: 'date-time' });

const ReceiptSaid = Type.Object({
  message: Type.String({ description: 'Id of the message that is answered.' }),
  digest: Type.Optional(Type.String({ description: 'SHA-256 of its canonical form, hexadecimal.' })),
  outcome: Type.String({ description: 'accepted or rejected.' }),
  receivedAt: Instant,
  case: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  status: Type.Optional(Type.String()),
  evidence: Type.Optional(
    Type.Object(
      { chain: Type.String(), seq: Type.Integer(), hash: Type.String() },
      { description: 'Its record.' },
    ),
  ),
  faults: Type.Optional(
    Type.Array(Type.Object({ code: Type.String(), path: Type.Optional(Type.String()), text: Type.String() })),
  ),
});

const MessageSaid = Type.Object(
  {
    type: Type.String(),
    id: Type.String(),
    source: Type.String(),
    time: Instant,
    receiver: Type.Optional(Type.String()),
    subject: Type.Optional(Type.String({ description: 'Case number.' })),
    receipt: Type.Optional(ReceiptSaid),
  },
  { description: 'The words of a message, worth what the indication says.' },
);

const DossierSaid = Type.Object({
  dossier: Type.String({ description: 'Id under which it was ordered.' }),
  case: Type.String(),
  authority: Type.String({ description: 'For whom it was made: it holds what that one may see.' }),
  personalData: Type.Boolean(),
  madeAt: Instant,
  training: Type.Boolean(),
});

const Content = Type.Object({
  ...judged,
  name: Type.String(),
  role: Type.String({ description: 'What the file is, such as `receipt` or `chain of evidence`.' }),
  signer: Type.Optional(
    Type.String({ description: "Whose signature it bears, besides the dossier's seal." }),
  ),
});

/** What is found of a signed file. */
export const Verified = Type.Object({
  kind: Type.String({ description: 'report, message, receipt or dossier.' }),
  ...judged,
  level: Level,
  signatures: Type.Array(Seal),
  timeStamps: Type.Array(Stamp, { description: 'On the document itself, the newest first.' }),
  says: Type.Optional(MessageSaid),
  dossier: Type.Optional(DossierSaid),
  contents: Type.Optional(Type.Array(Content, { description: 'Of a dossier: each file in it.' })),
});

/** That there is such a report, and how to know it; nothing of the case. */
export const Issued = Type.Object({
  report: Type.String(),
  sha256: Type.String({ description: 'Of the whole file as it was issued, hexadecimal. Never changes.' }),
  issuedAt: Type.String({ format: 'date-time' }),
  extended: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'The same of the file with each further time stamp that the hub has added since, oldest first. Whoever holds any of these files holds the report.',
    }),
  ),
});

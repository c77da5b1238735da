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

/** What is found of a signed report. */
export const Verified = Type.Object({
  ...judged,
  level: Level,
  signatures: Type.Array(Seal),
  timeStamps: Type.Array(Stamp, { description: 'On the document itself, the newest first.' }),
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

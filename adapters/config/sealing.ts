import Type, { type Static } from 'typebox';

/** Variables of the seal: where its key is, what level its reports have, and who is asked for that. */
export const SEALING = {
  HUB_SEAL_P12: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'PKCS#12 file with the key of the seal; it or a token is needed by worker and gateway.',
    }),
  ),
  HUB_SEAL_PASSPHRASE: Type.Optional(Type.String({ description: 'Passphrase of that file.' })),
  HUB_SEAL_PKCS11_MODULE: Type.Optional(
    Type.String({ minLength: 1, description: 'Library of the token (PKCS#11) that holds the key instead.' }),
  ),
  HUB_SEAL_PKCS11_TOKEN: Type.Optional(Type.String({ minLength: 1, description: 'Label of that token.' })),
  HUB_SEAL_PKCS11_SLOT: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65_535,
      description: 'Number of its slot among those with a token; where no label is given.',
    }),
  ),
  HUB_SEAL_PKCS11_PIN: Type.Optional(Type.String({ description: 'PIN of that token.' })),
  HUB_SEAL_PKCS11_KEY: Type.Optional(
    Type.String({ minLength: 1, description: 'Label of the key in that token.' }),
  ),
  HUB_SEAL_CERTIFICATES: Type.Optional(
    Type.String({
      minLength: 1,
      description: "PEM file with the certificate of the token's key and its issuers.",
    }),
  ),
  HUB_MESSAGE_SEAL_P12: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'PKCS#12 file with the key that signs receipts, best an EC one: it signs thousands a second. The key of HUB_SEAL_* where absent; worker and gateway both need it.',
    }),
  ),
  HUB_MESSAGE_SEAL_PASSPHRASE: Type.Optional(Type.String({ description: 'Passphrase of that file.' })),
  HUB_SIGN_MESSAGES: Type.Union([Type.Literal('yes'), Type.Literal('no')], {
    default: 'no',
    description: 'Signs everything that the hub sends; receipts are signed in any case.',
  }),
  HUB_SEAL_LEVEL: Type.Optional(
    Type.Union([Type.Literal('B-B'), Type.Literal('B-T'), Type.Literal('B-LT'), Type.Literal('B-LTA')], {
      description:
        'Level of the reports (EN 319 142-1), never lowered: what it takes is waited for. B-LTA where TSA_URL is set, else B-B.',
    }),
  ),
  TSA_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'Time-stamp authority (RFC 3161), with credentials if it asks for them.',
    }),
  ),
  TSA_POLICY: Type.Optional(
    Type.String({
      pattern: '^[0-9]+(\\.[0-9]+)+$',
      description: 'Policy that time stamps must be made under.',
    }),
  ),
  TSA_TRUST: Type.Optional(
    Type.String({
      minLength: 1,
      description: "PEM file with the roots that the authority's certificate must lead to.",
    }),
  ),
  SIGNING_HTTP_TIMEOUT_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 60_000,
    description: 'For one question to a time-stamp or revocation service.',
  }),
  SIGNING_HTTP_ATTEMPTS: Type.Integer({
    default: 3,
    minimum: 1,
    maximum: 10,
    description: 'Such questions before the report is put back.',
  }),
  REVOCATION_CACHE_MS: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 604_800_000,
      description: 'Longest time that revocation data is used again; never longer than it says itself.',
    }),
  ),
} as const;

const Sealing = Type.Object(SEALING);
type Sealing = Readonly<Static<typeof Sealing>>;

/** As good as can be had: a level is only lowered by saying so. */
export function sealLevelOf({ HUB_SEAL_LEVEL: level, TSA_URL: tsa }: Sealing) {
  return level ?? (tsa === undefined ? 'B-B' : 'B-LTA');
}

/** What no single variable shows to be wrong. */
export function sealingProblems(config: Sealing): readonly string[] {
  const level = sealLevelOf(config);
  return [
    ...(level !== 'B-B' && config.TSA_URL === undefined
      ? [`HUB_SEAL_LEVEL ${level} needs a time-stamp authority, and TSA_URL is missing`]
      : []),
    ...(config.HUB_SEAL_PKCS11_MODULE === undefined ? [] : tokenProblems(config)),
  ];
}

function tokenProblems(config: Sealing): readonly string[] {
  const needed = ['HUB_SEAL_PKCS11_PIN', 'HUB_SEAL_PKCS11_KEY', 'HUB_SEAL_CERTIFICATES'] as const;
  const missing = needed.filter((name) => config[name] === undefined);
  return [
    ...missing.map((name) => `HUB_SEAL_PKCS11_MODULE needs ${name}, which is missing`),
    ...(config.HUB_SEAL_P12 === undefined
      ? []
      : ['HUB_SEAL_P12 and HUB_SEAL_PKCS11_MODULE are both given, and there is one seal']),
  ];
}

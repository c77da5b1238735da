import { createHash, X509Certificate } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { GatewayPlugin } from '../deps.ts';
import { jsonDocument, sendDocument } from '../documents.ts';

const USES = ['root', 'messages'] as const;

const Certificate = Type.Object({
  use: Type.Enum([...USES], {
    description:
      '`root`: what seals and time stamps must lead to. `messages`: what signs receipts and messages, the certificate of the key first, then its issuers.',
  }),
  subject: Type.String({ description: 'Distinguished name (RFC 4514), one attribute a line.' }),
  validFrom: Type.String({ format: 'date-time' }),
  validUntil: Type.String({ format: 'date-time' }),
  sha256: Type.String({
    description: 'Of the DER encoding, hexadecimal: to be compared with what was told by another way.',
  }),
  pem: Type.String(),
});
const Certificates = Type.Object({ certificates: Type.Array(Certificate) });

/**
 * The hub's certificates, for whoever verifies offline. Nobody should trust a root because of its address alone: the operator
 * tells the digests by another way, too (docs/operating.md).
 */
export const certificateRoutes: GatewayPlugin = (app, { hub, roots = [] }, done) => {
  const known = [
    ...roots.map((der) => shown('root', der)),
    ...hub.signing.seal.certificates.map((der) => shown('messages', der)),
  ];
  app.get('/certificates', {
    schema: {
      operationId: 'listCertificates',
      summary: 'List the certificates that reports, receipts and messages of the hub are verified with.',
      tags: ['verification'],
      security: [],
    },
    config: {
      documented: {
        response: {
          200: {
            description: 'The certificates.',
            content: { 'application/json': { schema: Certificates } },
          },
        },
      },
    },
    handler: (request, reply) => sendDocument(request, reply, jsonDocument({ certificates: known })),
  });
  done();
};

function shown(use: (typeof USES)[number], der: Uint8Array): Static<typeof Certificate> {
  const x509 = new X509Certificate(der);
  return {
    use,
    subject: x509.subject,
    validFrom: new Date(x509.validFrom).toISOString(),
    validUntil: new Date(x509.validTo).toISOString(),
    sha256: createHash('sha256').update(der).digest('hex'),
    pem: x509.toString(),
  };
}

import { HUB, SCHEMA_VERSION, type Message } from './message.ts';

/** UN/CEFACT Standard Business Document Header, version 1.3. */
export const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
export const MESSAGE_NAMESPACE = `${HUB}:message:${SCHEMA_VERSION}`;

/** Scope types of the header, and the attribute that each carries. */
export const SCOPES = {
  CASE: 'subject',
  CASE_VERSION: 'caseversion',
  AUTHORITY: 'authority',
  DUPLICATE: 'duplicate',
  SIGNATURE: 'signature',
} as const satisfies Readonly<Record<string, keyof Message>>;

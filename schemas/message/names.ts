import { HUB, SCHEMA_VERSION } from '../../domain/kernel/message.ts';

/** UN/CEFACT Standard Business Document Header, version 1.3. */
export const SBDH_NAMESPACE = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
export const SBDH_VERSION = '1.0';
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';
/** Every body element of ours, whatever the type. */
export const MESSAGE_NAMESPACE = `${HUB}:message:${SCHEMA_VERSION}`;
/** `Standard` of the header's document identification. */
export const MESSAGE_STANDARD = `${HUB}:message`;

/** The scope types of the header, and the attribute of the canonical message that each carries. */
export const SCOPES = {
  CASE: 'subject',
  CASE_VERSION: 'caseversion',
  AUTHORITY: 'authority',
  DUPLICATE: 'duplicate',
  SIGNATURE: 'signature',
} as const;

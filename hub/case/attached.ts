/**
 * SHA-256 of the documents that the content of an event names. Every workflow calls them as the exchange does
 * (`domain/exchange/documents.ts`), wherever they came from: with the message, from another case, or as what was there before.
 */
export function documentsNamed(plain: string): readonly string[] {
  const { content }: { readonly content: Named } = JSON.parse(plain);
  const { attachments = [], attachmentNames = [] } = content;
  return [...attachments, ...attachmentNames].map(({ sha256 }) => sha256);
}

type Digested = { readonly sha256: string };
type Named = { readonly attachments?: readonly Digested[]; readonly attachmentNames?: readonly Digested[] };

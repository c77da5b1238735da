/**
 * Pre-defined comments by which a message before the reply says what it is about (handbook 5.3.2.2), so that it is understood in
 * every language. Their words are `topic.…` in the texts.
 */
export const DOCUMENT_TOPICS = [
  'supportingDocuments',
  'requestedDocuments',
  'replacementDocuments',
  'translatedDocuments',
] as const;

export const MESSAGE_TOPICS = [
  'detailsWanted',
  'documentsWanted',
  'furtherDetails',
  'clarification',
  'informationInAdvance',
  ...DOCUMENT_TOPICS,
] as const;

export type MessageTopic = (typeof MESSAGE_TOPICS)[number];

/** Whether it explains documents, which then have to be there. */
export function isOfDocuments(topic: MessageTopic): boolean {
  return DOCUMENT_TOPICS.some((one) => one === topic);
}

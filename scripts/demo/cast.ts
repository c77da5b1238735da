/** The systems that take part in the story, as the training directory has them. */
export const CAST = {
  'pt-sigen': { authority: 'PT-T-ENSINO', channel: 'amqp', format: 'xml', language: 'pt' },
  'pt-coordination': { authority: 'PT-T-COORDENACAO', channel: 'amqp', format: 'json', language: 'pt' },
  'pt-registos': { authority: 'PT-T-SAUDE', channel: 'http', format: 'json', language: 'pt' },
  'de-anerkennung': { authority: 'DE-T-LEHRAMT', channel: 'amqp', format: 'json', language: 'de' },
  'de-koordination': { authority: 'DE-T-KOORDINIERUNG', channel: 'amqp', format: 'xml', language: 'de' },
  'de-laender': { authority: 'DE-T-BAYERN', channel: 'amqp', format: 'json', language: 'de' },
} as const;

export type Name = keyof typeof CAST;

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { jsonSchema } from './json-schema.ts';
import { ACCEPT, ANSWERED, SEND, sampleMessage, typicalSend } from './sample.ts';
import type { MessageType } from './envelope.ts';

function isValid(type: MessageType, message: object): boolean {
  const ajv = addFormats.default(new Ajv2020({ strict: true }));
  return ajv.validate(jsonSchema(type), message);
}

function without(message: object, name: string): object {
  return Object.fromEntries(Object.entries(message).filter(([member]) => member !== name));
}

test('a published schema demands of each command the authority that speaks', () => {
  const [send, accept] = [typicalSend(), sampleMessage(ACCEPT, {})];
  expect([isValid(SEND, send), isValid(ACCEPT, accept)]).toEqual([true, true]);
  expect(isValid(SEND, without(send, 'authority'))).toBe(false);
  expect(isValid(ACCEPT, without(accept, 'authority'))).toBe(false);
});

test('a published schema demands of a command on a case the version that it was made against', () => {
  expect(isValid(ACCEPT, without(sampleMessage(ACCEPT, {}), 'caseversion'))).toBe(false);
});

test('a command that may open a case has a version where it names a case, and only there', () => {
  const save: MessageType = { ...ACCEPT, type: 'sample.save', subject: 'optional' };
  const onCase = { ...sampleMessage(save, {}), subject: 'REQ-2026-000001', caseversion: 3 };
  expect(isValid(save, without(onCase, 'caseversion'))).toBe(false);
  expect(isValid(save, without(without(onCase, 'subject'), 'caseversion'))).toBe(true);
});

test('what the hub says need not be about a case, nor for one authority', () => {
  const answered = sampleMessage(ANSWERED, { option: 'a' });
  expect(isValid(ANSWERED, without(answered, 'authority'))).toBe(true);
});

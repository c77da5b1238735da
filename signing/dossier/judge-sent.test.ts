import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalOf } from '../../adapters/codecs/canonical.ts';
import type { Message } from '../../domain/kernel/message.ts';
import { plainCms } from '../testing/plain-cms.ts';
import { testPki } from '../testing/pki.ts';
import { judgeSent, registeredIn } from './judge-sent.ts';

const pki = testPki();
const sent: Message = {
  specversion: '1.0',
  id: 'm-1',
  source: 'urn:imi-hub:system:de-a',
  type: 'request.accept',
  time: '2026-11-21T09:30:00.000Z',
  dataschema: 'urn:imi-hub:schema:1.0:request.accept',
  datacontenttype: 'application/json',
  authority: 'DE-A',
  data: {},
};

function registered(...names: readonly ('signer' | 'crlSigner')[]): readonly string[] {
  return registeredIn(
    names.map((name) => ({
      about: { role: 'certificate', of: 'de-a' },
      bytes: pki().pki[name].certificate,
    })),
  );
}

function judge(message: Message, names: readonly ('signer' | 'crlSigner')[]) {
  const signature = plainCms(canonicalOf(sent), pki().pki.signer, {}).toString('base64');
  const given = { registered: registered(...names), receipt: undefined, canonical: canonicalOf };
  return judgeSent({ ...message, signature }, given);
}

test('of several registered certificates the one that has signed is named', () => {
  const signer = new X509Certificate(pki().pki.signer.certificate).subject.replaceAll('\n', ', ');
  for (const names of [['signer'], ['crlSigner', 'signer'], ['signer', 'crlSigner']] as const)
    expect(judge(sent, names)).toEqual({ indication: 'TOTAL-PASSED', signer });
});

test('a signature over something else is bad', () => {
  const altered = { ...sent, data: { coordinator: 'DE-B' } };
  expect(judge(altered, ['crlSigner', 'signer'])).toMatchObject({
    indication: 'TOTAL-FAILED',
    subIndication: 'SIG_CRYPTO_FAILURE',
  });
});

test('of a certificate that is registered no more nobody is named', () => {
  expect(judge(sent, ['crlSigner'])).toEqual({ indication: 'TOTAL-PASSED' });
  expect(judge(sent, [])).toEqual({ indication: 'TOTAL-PASSED' });
});

test('what is no certificate, or the hub\u2019s own, vouches for no system', () => {
  const bytes = pki().pki.signer.certificate;
  expect(registeredIn([{ about: { role: 'certificate', of: 'hub' }, bytes }])).toEqual([]);
  expect(registeredIn([{ about: { role: 'certificate', of: 'de-a' }, bytes: Buffer.from('no') }])).toEqual(
    [],
  );
});

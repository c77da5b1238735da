import { beforeAll, describe, expect, it } from 'vitest';
import { DOSSIER, fileIn, sealedContainer, signedOddly } from '../testing/container.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import type { VerificationOptions } from '../verify/policy.ts';
import { MANIFEST } from './names.ts';
import { verifyContainer } from './verify-container.ts';

const test = testPki();
let sealed: Buffer;
let text: string;

beforeAll(async () => {
  sealed = await sealedContainer(test(), 'B-B');
  text = Buffer.from(fileIn(sealed, MANIFEST)).toString();
});

function verify(container: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyContainer(container, { trust: [test().root], at: LATER, ...options });
}

describe('a manifest does not pass', () => {
  const unreadable = { indication: 'INDETERMINATE', reason: 'MANIFEST_UNREADABLE', files: [] };

  it.each([
    ['a document type', (xml: string) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY e "case.json">]>')],
    ['a comment', (xml: string) => xml.replace('</asic:ASiCManifest>', '<!-- --></asic:ASiCManifest>')],
    ['a processing instruction', (xml: string) => xml.replace('?>', '?><?x y?>')],
    ['CDATA', (xml: string) => xml.replace(/(<ds:DigestValue>)(.*)(<)/, '$1<![CDATA[$2]]>$3')],
    ['another namespace', (xml: string) => xml.replace('02918/v1.2.1', '02918/v1.3.1')],
    [
      'an extension',
      (xml: string) => xml.replace('</asic:ASiCManifest>', '<asic:More/></asic:ASiCManifest>'),
    ],
    ['an attribute twice', (xml: string) => xml.replace('URI=', 'URI="order.txt" URI=')],
    ['an unknown attribute', (xml: string) => xml.replace('URI=', 'Id="1" URI=')],
    ['text between its elements', (xml: string) => xml.replace('</asic:DataObjectReference>', 'x$&')],
    ['another encoding', (xml: string) => xml.replace('UTF-8', 'ISO-8859-1')],
    [
      'no reference',
      (xml: string) => xml.replace(/<asic:DataObjectReference[^]*<\/asic:DataObjectReference>/, ''),
    ],
    ['no signature', (xml: string) => xml.replace(/<asic:SigReference[^]*?\/>/, '')],
    ['a loose digest', (xml: string) => xml.replace('</ds:DigestValue>', '=</ds:DigestValue>')],
    ['a query', (xml: string) => xml.replace('URI="case.json"', 'URI="case.json?x"')],
    ['a broken escape', (xml: string) => xml.replace('URI="case.json"', 'URI="case%E0.json"')],
  ])('with %s', async (_, alter) => {
    expect(alter(text)).not.toBe(text);
    const found = verify(await signedOddly(test(), { manifest: Buffer.from(alter(text)) }));
    expect(found).toMatchObject(unreadable);
  });

  it('when it is no UTF-8', async () => {
    const manifest = Buffer.from(text);
    manifest[manifest.indexOf('case.json')] = 0xff;
    expect(verify(await signedOddly(test(), { manifest }))).toMatchObject(unreadable);
  });

  it.each([
    '../order.txt',
    '/etc/passwd',
    'http://example.org/x',
    'a\\b',
    'META-INF/signature.p7s',
    'mimetype',
    'x/../y',
  ])('when it points to %s', async (name) => {
    const files = [...DOSSIER, { name, mediaType: 'text/plain', bytes: Buffer.from('x') }];
    const found = verify(await signedOddly(test(), { files, packed: DOSSIER }));
    expect(found).toMatchObject({ indication: 'INDETERMINATE', reason: 'MANIFEST_ODD', files: [] });
  });

  it('when it names a file twice', async () => {
    const files = [...DOSSIER, ...DOSSIER.slice(0, 1)];
    expect(verify(await signedOddly(test(), { files, packed: DOSSIER }))).toMatchObject({
      reason: 'MANIFEST_ODD',
    });
  });

  it('when it uses a weak digest, or one that has since been retired', async () => {
    const sha1 = text.replace(
      /http:\/\/www.w3.org\/2001\/04\/xmlenc#sha256/,
      'http://www.w3.org/2000/09/xmldsig#sha1',
    );
    expect(verify(await signedOddly(test(), { manifest: Buffer.from(sha1) }))).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'ALGORITHM_NOT_ACCEPTED',
    });
    expect(verify(sealed, { retired: { sha256: NOW } })).toMatchObject({ reason: 'ALGORITHM_RETIRED' });
  });

  it('when a file that it names has another’s content', async () => {
    const packed = DOSSIER.map((file, place) => ({
      ...file,
      bytes: DOSSIER[(place + 1) % DOSSIER.length]?.bytes ?? file.bytes,
    }));
    expect(verify(await signedOddly(test(), { packed }))).toMatchObject({ subIndication: 'HASH_FAILURE' });
  });
});

import { OID } from '../asn1/oids.ts';
import { oidOf, readWholeDer } from '../asn1/tree.ts';
import type { ValidationData } from '../revocation/validation-data.ts';
import { evidenceIn } from '../verify/evidence.ts';
import type { Evidence, Items } from '../verify/evidence.ts';
import type { SignedData } from '../verify/signed-data.ts';
import type { Container } from './container.ts';

/** Where a file stands in its container; the place of what it holds. */
export function placeOf({ entries }: Container, wanted: string): number {
  return entries.findIndex(({ name }) => name === wanted);
}

/** The validation data in the signatures and archive time stamps of these names (EN 319 162-1, A.7, item 1 b). */
export function containerEvidence(
  container: Container,
  isAmong: (name: string) => boolean,
  more: ValidationData | undefined,
): Evidence {
  const places = itemsOf(container);
  return evidenceIn(
    places.filter(({ name }) => isAmong(name)).map(({ items }) => items),
    more,
  );
}

function itemsOf({ entries, signed }: Container) {
  return entries.flatMap(({ name }, place) =>
    itemsIn(signed.get(name), place).map((items) => ({ name, items })),
  );
}

/** Nothing where the signature has no revocation data, for then its certificates are just its own. */
function itemsIn(cms: SignedData | undefined, offset: number): readonly Items[] {
  if (cms?.revocationInfo === undefined) return [];
  const info = cms.revocationInfo.map((bytes) => ({ bytes, response: responseIn(bytes) }));
  return [
    {
      certificates: cms.certificates.map((bytes) => ({ bytes, offset })),
      ocsps: info.flatMap(({ response }) => (response ? [{ bytes: response, offset }] : [])),
      crls: info.flatMap(({ bytes, response }) => (response ? [] : [{ bytes, offset }])),
    },
  ];
}

const OTHER = 0xa1;

/** The OCSP response in other revocation information (RFC 5940); whatever else there is has to be a CRL. */
function responseIn(info: Uint8Array): Uint8Array | undefined {
  const { tag, children } = readWholeDer(info);
  const [type, response, ...more] = children;
  const isResponse = tag === OTHER && oidOf(type) === OID.ocspInSignature && more.length === 0;
  return isResponse ? response?.encoding : undefined;
}

import { OID } from './oids.ts';
import { oidOf, readDer } from './tree.ts';
import type { Der } from './tree.ts';

/** An extension of a certificate, a CRL or an OCSP response (RFC 5280, 4.1 and 5.2; RFC 6960, 4.4). */
export type Extension = { readonly isCritical: boolean; readonly value: Uint8Array };
export type Extensions = ReadonlyMap<string, Extension>;

const BOOLEAN = 0x01;
const URI = 0x86;

/** By object identifier, from the SEQUENCE that holds them; throws on what is no extension or is there twice. */
export function readExtensions(list: Der | undefined): Extensions {
  const found = new Map<string, Extension>();
  for (const { children } of list?.children ?? []) {
    const type = oidOf(children[0]);
    const value = children.at(-1);
    if (type === '' || value?.tag !== 0x04 || found.has(type)) throw new TypeError('odd extension');
    const flag = children.length === 3 ? children[1] : undefined;
    found.set(type, { isCritical: flag?.tag === BOOLEAN && flag.content[0] === 0xff, value: value.content });
  }
  return found;
}

export function valueOf(extensions: Extensions, type: string): Der | undefined {
  const found = extensions.get(type);
  return found && readDer(found.value);
}

/** Addresses of AuthorityInfoAccess for one purpose (RFC 5280, 4.2.2.1). */
export function accessUrls(extensions: Extensions, purpose: string): readonly string[] {
  const descriptions = valueOf(extensions, OID.authorityInformationAccess)?.children ?? [];
  return descriptions.flatMap(({ children: [method, location] }) =>
    oidOf(method) === purpose && location?.tag === URI ? [textOf(location)] : [],
  );
}

/** Addresses of whole CRLs: those for some reasons only, or by another issuer, do not answer for everything. */
export function distributionUrls(extensions: Extensions): readonly string[] {
  const points = valueOf(extensions, OID.crlDistributionPoints)?.children ?? [];
  return points.flatMap(({ children }) => {
    const [name] = children;
    const isWhole = children.length === 1 && name?.tag === 0xa0;
    const names = isWhole ? (name.children[0]?.children ?? []) : [];
    return names.filter(({ tag }) => tag === URI).map(textOf);
  });
}

function textOf({ content }: Der): string {
  return Buffer.from(content).toString('latin1');
}

import { readFileSync } from 'node:fs';
import { hubFault } from '../../hub/faults.ts';
import { certificatesIn } from './certificates.ts';
import type { Config } from './config.ts';

/** Where a key is, as plain values: a PKCS #12 file, or a token. */
export type Key =
  | { readonly p12: Uint8Array; readonly passphrase: string }
  | {
      readonly module: string;
      readonly tokenLabel: string | undefined;
      readonly slot: number | undefined;
      readonly pin: string;
      readonly keyLabel: string;
      readonly certificates: readonly Uint8Array[];
    };

/** The key of the reports' seal; without one the start ends. */
export function sealKeyFrom(config: Config): Key {
  const { HUB_SEAL_P12: file, HUB_SEAL_PASSPHRASE: passphrase = '', HUB_SEAL_PKCS11_MODULE: module } = config;
  if (module !== undefined) return { module, ...tokenFrom(config) };
  if (file !== undefined) return { p12: readFileSync(file), passphrase };
  throw hubFault(
    'CONFIGURATION',
    'HUB_SEAL_P12 is missing, and HUB_SEAL_PKCS11_MODULE as well: reports are sealed, and receipts are signed.',
  );
}

/** How messages are signed: with a key of their own where there is one, else with that of the reports. */
export function signingFrom(config: Config): { readonly key: Key; readonly signsEverything: boolean } {
  const { HUB_MESSAGE_SEAL_P12: file, HUB_MESSAGE_SEAL_PASSPHRASE: passphrase = '' } = config;
  const key = file === undefined ? sealKeyFrom(config) : { p12: readFileSync(file), passphrase };
  return { key, signsEverything: config.HUB_SIGN_MESSAGES === 'yes' };
}

function tokenFrom(config: Config) {
  const { HUB_SEAL_PKCS11_PIN: pin = '', HUB_SEAL_PKCS11_KEY: keyLabel = '' } = config;
  return {
    tokenLabel: config.HUB_SEAL_PKCS11_TOKEN,
    slot: config.HUB_SEAL_PKCS11_SLOT,
    pin,
    keyLabel,
    certificates: certificatesIn(config.HUB_SEAL_CERTIFICATES) ?? [],
  };
}

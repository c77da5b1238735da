import { signingFault } from '../fault.ts';

/** As much of the package `pkcs11js` as sealing takes; handles are opaque. */
export type Pkcs11 = {
  load(path: string): void;
  C_Initialize(): void;
  C_GetSlotList(tokenPresent: boolean): readonly Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: Template): void;
  C_FindObjects(session: Handle): Handle | null;
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: Template): readonly Attribute[];
  C_SignInit(session: Handle, mechanism: { readonly mechanism: number }, key: Handle): void;
  C_SignAsync(session: Handle, data: Buffer, room: Buffer): Promise<Buffer>;
};

export type Handle = Buffer;
export type Attribute = { readonly type: number; readonly value: Buffer };
type Template = readonly { readonly type: number; readonly value?: Buffer | string | number }[];

/** Constants of PKCS #11 2.40, appendix B of its base specification. */
export const CK = {
  CKF_SERIAL_SESSION: 4,
  CKU_USER: 1,
  CKA_CLASS: 0,
  CKA_LABEL: 3,
  CKA_KEY_TYPE: 0x100,
  CKO_PRIVATE_KEY: 3,
  CKK_RSA: 0,
  CKK_EC: 3,
  CKM_SHA256_RSA_PKCS: 0x40,
  CKM_ECDSA: 0x1041,
} as const;

const PACKAGE = 'pkcs11js';
/** Another thread of this process was first: the module counts as initialised for all of them. */
const ALREADY_INITIALISED = /CKR_CRYPTOKI_ALREADY_INITIALIZED/;
const ALREADY_LOGGED_IN = /CKR_USER_ALREADY_LOGGED_IN/;

/** The module of a token's maker, loaded and initialised; the package is optional and looked for only here. */
export async function loadPkcs11(module: string): Promise<Pkcs11> {
  const library = newLibrary(await importPackage());
  try {
    library.load(module);
    tolerating(ALREADY_INITIALISED, () => {
      library.C_Initialize();
    });
    return library;
  } catch (error) {
    throw unavailable(`the module ${module} cannot be loaded`, error);
  }
}

export type Session = { readonly handle: Handle; readonly key: Handle; readonly keyType: number };

export type KeyPlace = {
  /** Of the token that holds the key; or `slot`, its number among those with a token. */
  readonly tokenLabel?: string | undefined;
  readonly slot?: number | undefined;
  readonly pin: string;
  readonly keyLabel: string;
};

/** Logged in, with the key at hand. */
export function openSession(library: Pkcs11, place: KeyPlace): Session {
  try {
    const handle = library.C_OpenSession(slotOf(library, place), CK.CKF_SERIAL_SESSION);
    return closingOnFailure(library, handle, () => sessionWith(library, handle, place));
  } catch (error) {
    throw unavailable('the key cannot be opened', error);
  }
}

function sessionWith(library: Pkcs11, handle: Handle, place: KeyPlace): Session {
  tolerating(ALREADY_LOGGED_IN, () => {
    library.C_Login(handle, CK.CKU_USER, place.pin);
  });
  const key = findKey(library, handle, place.keyLabel);
  const [type] = library.C_GetAttributeValue(handle, key, [{ type: CK.CKA_KEY_TYPE }]);
  return { handle, key, keyType: type?.value.readUInt32LE(0) ?? -1 };
}

/** Tokens have few sessions to give. */
function closingOnFailure(library: Pkcs11, handle: Handle, open: () => Session): Session {
  try {
    return open();
  } catch (error) {
    library.C_CloseSession(handle);
    throw error;
  }
}

/** Only the name of PKCS #11's error is repeated: it never holds a PIN. */
export function unavailable(what: string, error: unknown) {
  const name = error instanceof Error ? (/CKR_\w+/.exec(error.message)?.[0] ?? error.message) : 'unknown';
  return signingFault('SEAL_UNAVAILABLE', `${what}: ${name}`);
}

async function importPackage(): Promise<unknown> {
  try {
    return await import(PACKAGE);
  } catch {
    throw signingFault('SEAL_UNAVAILABLE', `the package ${PACKAGE} is not installed or not compiled`);
  }
}

function newLibrary(imported: unknown): Pkcs11 {
  const { PKCS11 } = imported as { readonly PKCS11: new () => Pkcs11 };
  return new PKCS11();
}

function slotOf(library: Pkcs11, { tokenLabel, slot }: KeyPlace): Handle {
  const slots = library.C_GetSlotList(true);
  const found =
    tokenLabel === undefined
      ? slots[slot ?? 0]
      : slots.find((one) => library.C_GetTokenInfo(one).label.trim() === tokenLabel);
  if (found === undefined) throw new TypeError('no such token');
  return found;
}

function findKey(library: Pkcs11, session: Handle, label: string): Handle {
  library.C_FindObjectsInit(session, [
    { type: CK.CKA_CLASS, value: CK.CKO_PRIVATE_KEY },
    { type: CK.CKA_LABEL, value: label },
  ]);
  const found = library.C_FindObjects(session);
  library.C_FindObjectsFinal(session);
  if (found === null) throw new TypeError('no such key');
  return found;
}

function tolerating(tolerated: RegExp, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error) || !tolerated.test(error.message)) throw error;
  }
}

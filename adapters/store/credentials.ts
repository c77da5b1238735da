import { randomBytes, timingSafeEqual } from 'node:crypto';
import { CLOCK } from '../clock.ts';
import type { Macs } from './macs.ts';
import type { Prisma } from './prisma.ts';

/**
 * Secrets of systems: 256 random bits, the broker password and the HTTP secret at once. Only an HMAC of it is kept; a slow
 * hash would add nothing to so much chance. A system has one, or for a while two: the older one has an end then.
 */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** One of the two accounts of a system, which its secrets use in turn: a user of the broker has one password. */
export type Account = 1 | 2;

export type Credential = {
  readonly system: string;
  readonly account: Account;
  readonly createdAt: Date;
  readonly endsAt?: Date;
  /** What the broker keeps of the secret, as it was told it; nothing of a secret from before this was kept. */
  readonly brokerHash?: string;
};

type Given = { readonly system: string; readonly secret: string };

export async function saveSecret(
  prisma: Prisma,
  macs: Macs,
  given: Given & { readonly account?: Account; readonly brokerHash?: string },
): Promise<void> {
  const { system, account = 1, brokerHash = null } = given;
  const kept = {
    secretHmac: digestOf(macs, given),
    createdAt: new Date(CLOCK.now()),
    endsAt: null,
    brokerHash,
  };
  const row = { ...kept, mac: macOf(macs, { system, account, ...kept }) };
  await prisma.systemCredential.upsert({
    where: { system_account: { system, account } },
    create: { system, account, ...row },
    update: row,
  });
}

/** Whether it is a secret of the system that has not ended. */
export async function verifySecret(
  prisma: Prisma,
  macs: Macs,
  given: Given & { readonly now?: Date },
): Promise<boolean> {
  const { system, now = new Date(CLOCK.now()) } = given;
  const all = await prisma.systemCredential.findMany({ where: { system, ...notEnded(now) } });
  const digest = digestOf(macs, given);
  const [first, second] = all.filter((row) => isOurs(macs, row)).map(({ secretHmac }) => secretHmac);
  // Both are compared, also when there are none, so that the time tells nothing.
  const found = [first, second].map(
    (kept) => timingSafeEqual(kept ?? new Uint8Array(32), digest) && kept !== undefined,
  );
  return found.includes(true);
}

/** The credentials of a system, or of all, by system and age. */
export async function credentialsOf(prisma: Prisma, system?: string): Promise<readonly Credential[]> {
  const rows = await prisma.systemCredential.findMany({
    ...(system === undefined ? {} : { where: { system } }),
    orderBy: [{ system: 'asc' }, { createdAt: 'asc' }],
  });
  return rows.map(({ account, createdAt, endsAt, brokerHash, ...row }) => ({
    system: row.system,
    account: account === 2 ? 2 : 1,
    createdAt,
    ...(endsAt === null ? {} : { endsAt }),
    ...(brokerHash === null ? {} : { brokerHash }),
  }));
}

/** A row that is not as the hub wrote it is left as it is: it is good for nothing, and the audit names it. */
export async function endSecret(
  prisma: Prisma,
  macs: Macs,
  { system, account, endsAt }: Pick<Credential, 'system' | 'account'> & { readonly endsAt: Date },
): Promise<void> {
  const row = await prisma.systemCredential.findFirst({ where: { system, account, ...notEnded(endsAt) } });
  if (row === null || !isOurs(macs, row)) return;
  const mac = macOf(macs, { ...row, endsAt });
  await prisma.systemCredential.updateMany({
    where: { system, account, mac: row.mac },
    data: { endsAt, mac },
  });
}

export async function deleteSecret(
  prisma: Prisma,
  { system, account }: Pick<Credential, 'system' | 'account'>,
): Promise<void> {
  await prisma.systemCredential.deleteMany({ where: { system, account } });
}

/** A secret that ends earlier anyway is not prolonged by this. */
function notEnded(at: Date) {
  return { OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
}

type Row = {
  readonly system: string;
  readonly account: number;
  readonly secretHmac: Uint8Array;
  readonly createdAt: Date;
  readonly endsAt: Date | null;
  readonly brokerHash: string | null;
};

export type CredentialRow = Row & { readonly mac: Uint8Array };

export function isOurs(macs: Macs, row: CredentialRow): boolean {
  return macs.fits(row.mac, 'credential', fieldsOf(row));
}

function macOf(macs: Macs, row: Row): Uint8Array<ArrayBuffer> {
  return new Uint8Array(macs.of('credential', fieldsOf(row)));
}

function fieldsOf({ system, account, secretHmac, createdAt, endsAt, brokerHash }: Row) {
  const hmac = Buffer.from(secretHmac).toString('hex');
  return [system, account, hmac, createdAt.toISOString(), endsAt?.toISOString() ?? null, brokerHash];
}

/** Keyed, and bound to the system: who writes into the table can neither give a system another secret nor lend it one. */
function digestOf(macs: Macs, { system, secret }: Given): Uint8Array<ArrayBuffer> {
  return new Uint8Array(macs.of('secret', [system, secret]));
}

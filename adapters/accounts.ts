import { testifyCredential, type CredentialChange, type Testifying } from '../hub/evidence/credential.ts';
import type { Management } from './amqp/management.ts';
import { passwordHash } from './amqp/password.ts';
import { accountName, brokerUserOf, provision } from './amqp/provision.ts';
import {
  credentialsOf,
  deleteSecret,
  endSecret,
  newSecret,
  saveSecret,
  type Account,
  type Credential,
} from './store/credentials.ts';
import type { Macs } from './store/macs.ts';
import type { Prisma } from './store/prisma.ts';

type Parts = {
  readonly prisma: Prisma;
  readonly macs: Macs;
  readonly management: Management;
  readonly hub: Testifying;
  readonly vhost: string;
  readonly prefix: string;
};

/** What a system is told once, and what stands nowhere in clear. */
export type Told = { readonly user: string; readonly secret: string };

export type AccountView = Credential & {
  readonly user: string;
  /** Whether the broker has the same secret: it may have lost the user, or somebody has changed it there alone. */
  readonly atBroker: 'same' | 'missing' | 'changed' | 'unknown';
};

/** The access of systems to broker and gateway, both at once, and evidence of all that is done to it. */
export type Accounts = {
  show(system?: string): Promise<readonly AccountView[]>;
  /** A first secret; nothing for a system that has one. */
  introduce(system: string): Promise<Told | undefined>;
  /** Another secret. The one before ends after the overlap, at once where that is 0, and with it its connections. */
  rotate(system: string, overlapMs: number): Promise<Told>;
  /** Every secret ends now, and every connection. */
  revoke(system: string, why: 'REVOKED' | 'LEFT'): Promise<number>;
  /** Takes away what has ended; answers how many there were. */
  endOver(): Promise<number>;
};

export function openAccounts(parts: Parts): Accounts {
  const { prisma } = parts;
  return {
    async show(system) {
      return Promise.all((await credentialsOf(prisma, system)).map((one) => viewOf(parts, one)));
    },
    async introduce(system) {
      if ((await credentialsOf(prisma, system)).length > 0) return undefined;
      await testify(parts, { system, account: 1 }, { change: 'ISSUED' });
      return issue(parts, { system, account: 1 });
    },
    rotate: (system, overlapMs) => rotate(parts, system, overlapMs),
    async revoke(system, why) {
      const all = await credentialsOf(prisma, system);
      // What is in the table is the gateway's; on the broker there may be a user without it, left by a run that broke off.
      for (const { account } of all) await deleteSecret(prisma, { system, account });
      for (const account of [1, 2] as const) await closeAt(parts, { system, account });
      if (all.length > 0) await testifyCredential(parts.hub, { system, change: why });
      return all.length;
    },
    async endOver() {
      const now = Date.parse(parts.hub.clock.now());
      const over = (await credentialsOf(prisma)).filter(
        ({ endsAt }) => endsAt !== undefined && Number(endsAt) <= now,
      );
      for (const one of over) await end(parts, one);
      return over.length;
    },
  };
}

type Place = { readonly system: string; readonly account: Account };

async function rotate(parts: Parts, system: string, overlapMs: number): Promise<Told> {
  const { prisma, hub } = parts;
  const before = (await credentialsOf(prisma, system)).at(-1);
  const place = { system, account: before?.account === 1 ? 2 : 1 } as const;
  const until = new Date(Date.parse(hub.clock.now()) + overlapMs);
  await testify(parts, place, { change: 'ROTATED', until });
  // Where two were valid, the older one makes room: its connections end, its user gets the new secret.
  await closeAt(parts, place);
  const told = await issue(parts, place);
  if (before !== undefined) await endSecret(prisma, parts.macs, { ...before, endsAt: until });
  if (before !== undefined && overlapMs === 0) await end(parts, before);
  return told;
}

async function end(parts: Parts, { system, account }: Place): Promise<void> {
  await deleteSecret(parts.prisma, { system, account });
  await closeAt(parts, { system, account });
  await testify(parts, { system, account }, { change: 'ENDED' });
}

/** Broker user first, secret last: after a run that breaks off between, the system simply gets another one. */
async function issue({ prisma, macs, management, vhost, prefix }: Parts, place: Place): Promise<Told> {
  const { system, account } = place;
  const secret = newSecret();
  const user = brokerUserOf(prefix, system, account);
  const hash = passwordHash(secret);
  await provision(management, vhost, [{ system: { id: system }, user, password: { hash } }]);
  await saveSecret(prisma, macs, { ...place, secret, brokerHash: hash });
  return { user, secret };
}

/** The broker ends connections of a user that is deleted; those that it has overlooked are ended one by one. */
async function closeAt({ management, prefix }: Parts, { system, account }: Place): Promise<void> {
  const user = brokerUserOf(prefix, system, account);
  await management.deleteUser(user);
  await management.closeConnections(user);
}

type Change = { readonly change: CredentialChange; readonly until?: Date };

function testify({ hub }: Parts, { system, account }: Place, { change, until }: Change): Promise<void> {
  return testifyCredential(hub, {
    system,
    change,
    account: accountName(system, account),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  });
}

async function viewOf({ management, prefix }: Parts, credential: Credential): Promise<AccountView> {
  const { system, account, brokerHash } = credential;
  const user = brokerUserOf(prefix, system, account);
  const found = await management.passwordHashOf(user);
  if (found === undefined) return { ...credential, user, atBroker: 'missing' };
  if (brokerHash === undefined) return { ...credential, user, atBroker: 'unknown' };
  return { ...credential, user, atBroker: found === brokerHash ? 'same' : 'changed' };
}

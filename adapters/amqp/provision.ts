import type { NationalSystem } from '../../domain/directory/authority.ts';
import type { Management } from './management.ts';
import { permissionsOf } from './topology.ts';

/** A broker user of a system, with the password that it is to be told once. */
export type BrokerAccount = {
  readonly system: Pick<NationalSystem, 'id'>;
  readonly user: string;
  /** In clear, or as the broker keeps it. */
  readonly password: string | { readonly hash: string };
};

/** Makes the broker users of systems, each with just the permissions that it needs (A4). */
export async function provision(
  management: Management,
  vhost: string,
  accounts: readonly BrokerAccount[],
): Promise<void> {
  for (const { system, user, password } of accounts) {
    const { topic, ...rights } = permissionsOf(system);
    await management.putUser({ name: user, password });
    await management.putPermissions({ vhost, user, ...rights });
    await management.putTopicPermissions({ vhost, user, ...topic });
  }
}

/**
 * Broker users belong to the whole broker. Where several hubs share one, such as training and tests, each has a prefix
 * of its own before the names of its systems.
 */
export function brokerUserOf(prefix: string, system: string, account: 1 | 2 = 1): string {
  return `${prefix}${accountName(system, account)}`;
}

/** A system has a second user while its secret is being replaced; no name of a system has this sign in it. */
export function accountName(system: string, account: 1 | 2): string {
  return account === 1 ? system : `${system}${SECOND}`;
}
const SECOND = '~2';

/** The system behind the user that the broker has checked; nothing for users of others. */
export function systemOfUser(prefix: string, user: string): string | undefined {
  if (!user.startsWith(prefix)) return undefined;
  const name = user.slice(prefix.length);
  const system = name.endsWith(SECOND) ? name.slice(0, -SECOND.length) : name;
  return system === '' ? undefined : system;
}

/** The virtual host that an address names; without one, the broker takes `/`. */
export function vhostOf(amqpUrl: string): string {
  const path = new URL(amqpUrl).pathname.slice(1);
  return path === '' ? '/' : decodeURIComponent(path);
}

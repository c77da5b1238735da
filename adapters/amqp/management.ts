/** The broker's management API: what AMQP itself cannot do, namely virtual hosts, users and their permissions. */
export interface Management {
  readonly putVhost: (vhost: string) => Promise<void>;
  readonly deleteVhost: (vhost: string) => Promise<void>;
  readonly putUser: (user: BrokerUser) => Promise<void>;
  readonly deleteUser: (name: string) => Promise<void>;
  readonly listUsers: () => Promise<readonly string[]>;
  /** What the broker keeps of a user's password; nothing where there is no such user. */
  readonly passwordHashOf: (name: string) => Promise<string | undefined>;
  /** Ends all connections of a user that the broker knows of. */
  readonly closeConnections: (user: string) => Promise<void>;
  readonly putPermissions: (permissions: Permissions) => Promise<void>;
  readonly putTopicPermissions: (permissions: TopicPermissions) => Promise<void>;
  /** Counts are those of the broker's last survey, up to five seconds old. */
  readonly listQueues: (vhost: string) => Promise<readonly QueueStatus[]>;
}

export interface BrokerUser {
  readonly name: string;
  /** In clear, or as the broker keeps it. */
  readonly password: string | { readonly hash: string };
  readonly tags?: readonly string[];
}

/** Regular expressions over names of exchanges and queues; '' allows nothing. */
export interface Permissions {
  readonly vhost: string;
  readonly user: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** Regular expressions over routing keys of one topic exchange. */
export interface TopicPermissions {
  readonly vhost: string;
  readonly user: string;
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

export interface QueueStatus {
  readonly name: string;
  readonly type: string;
  readonly messages: number;
  readonly messages_ready: number;
  readonly messages_unacknowledged: number;
  readonly consumers: number;
}

export function openManagement(managementUrl: string): Management {
  const call = callerFor(managementUrl);
  return {
    putVhost: async (vhost) => void (await call('PUT', path`/vhosts/${vhost}`, {})),
    deleteVhost: async (vhost) => void (await call('DELETE', path`/vhosts/${vhost}`)),
    putUser: async ({ name, password, tags = [] }) =>
      void (await call('PUT', path`/users/${name}`, { ...passwordIn(password), tags: tags.join(',') })),
    deleteUser: async (name) => void (await call('DELETE', path`/users/${name}`)),
    listUsers: async () =>
      ((await call('GET', '/users?columns=name')) as BrokerUser[]).map(({ name }) => name),
    passwordHashOf: async (name) =>
      // Asked for by list: one that is not there is an answer, not a fault.
      ((await call('GET', '/users?columns=name,password_hash')) as KeptUser[]).find(
        (user) => user.name === name,
      )?.password_hash,
    async closeConnections(user) {
      const all = (await call('GET', '/connections?columns=name,user')) as KeptConnection[];
      for (const { name } of all.filter((one) => one.user === user))
        await call('DELETE', path`/connections/${name}`);
    },
    putPermissions: async ({ vhost, user, ...rights }) =>
      void (await call('PUT', path`/permissions/${vhost}/${user}`, rights)),
    putTopicPermissions: async ({ vhost, user, ...rights }) =>
      void (await call('PUT', path`/topic-permissions/${vhost}/${user}`, rights)),
    listQueues: async (vhost) => (await call('GET', path`/queues/${vhost}`)) as QueueStatus[],
  };
}

type KeptUser = { readonly name: string; readonly password_hash: string };
type KeptConnection = { readonly name: string; readonly user: string };

function passwordIn(password: BrokerUser['password']) {
  if (typeof password === 'string') return { password };
  return { password_hash: password.hash, hashing_algorithm: 'rabbit_password_hashing_sha256' };
}

type Call = (method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<unknown>;

function callerFor(managementUrl: string): Call {
  const { origin, username, password } = new URL(managementUrl);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    'content-type': 'application/json',
  };
  return async (method, at, body) => {
    const init = {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    };
    const response = await fetch(`${origin}/api${at}`, init);
    const text = await response.text();
    if (!response.ok && !isGone(method, response.status)) {
      throw managementFault({ method, path: at, status: response.status, reason: text });
    }
    return method === 'GET' ? JSON.parse(text) : undefined;
  };
}

/** What is to be removed and is not there is as good as removed. */
function isGone(method: string, status: number): boolean {
  return method === 'DELETE' && status === 404;
}

/** Names may hold anything, a slash included. */
function path(fixed: TemplateStringsArray, ...names: readonly string[]): string {
  return fixed.map((part, index) => part + encodeURIComponent(names[index] ?? '')).join('');
}

interface ManagementFacts {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly reason: string;
}

function managementFault(facts: ManagementFacts): Error {
  const text = `the broker's management answered ${facts.status} to ${facts.method} ${facts.path}`;
  return Object.assign(new Error(text), { name: 'ManagementFault', ...facts });
}

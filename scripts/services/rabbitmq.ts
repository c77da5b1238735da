import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_ON_BROKER } from '../../adapters/amqp/topology.ts';
import { brokerScript } from './install.ts';
import { isListening } from './ports.ts';
import { launch, privateFolder, type Service } from './service.ts';
import type { State } from './state.ts';

/** The same as in docker-compose.yml. */
const SHORT_LIVED_LOG = ['raft.wal_max_size_bytes = 33554432', 'raft.segment_max_entries = 1024'];

const user = 'hub';
const vhost = 'hub';

export function amqpUrl({ password, ports }: State): string {
  return `amqp://${user}:${password}@127.0.0.1:${ports.amqp}/${vhost}`;
}

export function managementUrl({ password, ports }: State): string {
  return `http://${user}:${password}@127.0.0.1:${ports.management}`;
}

export function rabbitmq(state: State): Service {
  const folder = join(state.base, 'rabbitmq');
  return {
    name: 'rabbitmq',
    folder,
    pidFile: join(folder, 'pid'),
    ports: ['amqp', 'management', 'epmd', 'distribution'],
    stopSignal: 'SIGTERM',
    isReady: async () => (await isListening(state.ports.amqp)) && answers(managementUrl(state)),
    start: () => {
      const program = brokerScript();
      if (program === undefined) throw new Error('no RabbitMQ under /usr/lib/rabbitmq');
      privateFolder(folder);
      rmSync(join(folder, 'pid'), { force: true });
      writeFileSync(join(folder, 'rabbitmq.conf'), configuration(state), { mode: 0o600 });
      writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_management].\n');
      return launch({ program, args: [], folder, env: environment(folder, state) });
    },
  };
}

/**
 * The first user takes the place of guest; memory: below 4 GB, 30,000 queued messages make publishers stand still. Messages
 * are written in clear to a log that ends only when it is full: a small one ends soon (decision 14).
 */
function configuration({ password, ports }: State): string {
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    `default_vhost = ${vhost}`,
    `default_user = ${user}`,
    `default_pass = ${password}`,
    'default_user_tags.administrator = true',
    'default_permissions.configure = .*',
    'default_permissions.read = .*',
    'default_permissions.write = .*',
    'vm_memory_high_watermark.absolute = 4GB',
    'disk_free_limit.absolute = 200MB',
    `max_message_size = ${LARGEST_ON_BROKER}`,
    ...SHORT_LIVED_LOG,
  ];
  return `${lines.join('\n')}\n`;
}

/** Own everything, epmd included: one shared with the system would outlive the broker, or be missed by it. */
function environment(folder: string, { ports }: State): Readonly<Record<string, string>> {
  return {
    HOME: privateFolder(join(folder, 'home')),
    RABBITMQ_NODENAME: 'hub@localhost',
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, 'generated'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(folder, 'feature_flags'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

async function answers(url: string): Promise<boolean> {
  const { origin, username, password } = new URL(url);
  const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` };
  try {
    return (await fetch(`${origin}/api/whoami`, { headers, signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '../../scripts/system/desk.ts';
import { runCommand, type Answer } from '../support/command.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { keptId } from '../support/kept-id.ts';
import { openRaw } from '../support/raw.ts';
import { request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('accounts');
const tables = useTables(hub);
const open = useSystems(hub);
const folder = useFolder();

const SYSTEM = 'de-anerkennung';
const HOUR_MS = 3_600_000;
let desk: Desk | undefined;
beforeAll(() => {
  desk = openDesk(environment());
});
afterAll(() => desk?.close());

test('a replaced secret and the one before are both good, at broker and gateway, until the overlap is over', async () => {
  const [before, connection] = [
    present(hub().credentials.get(SYSTEM)),
    await connect(hub().amqpUrlFor(SYSTEM)),
  ];
  const closed = closing(connection);
  const { user, secret } = await accounts().rotate(SYSTEM, 8000);
  const first = `${hub().stage.vhost}.${SYSTEM}`;

  expect(user).toBe(`${hub().stage.vhost}.${SYSTEM}~2`);
  for (const [name, one] of [
    [first, before],
    [user, secret],
  ] as const) {
    expect([await atBroker(name, one), await atGateway(one)]).toEqual(['in', 200]);
  }
  await until('the one before has ended at the gateway', async () => (await atGateway(before)) === 401);
  await accounts().endOver();
  expect(await atBroker(first, before)).toBe('refused');
  expect(await closed).toMatch(/CONNECTION-FORCED|closed/i);
  expect([await atBroker(user, secret), await atGateway(secret)]).toEqual(['in', 200]);
  expect(await changes()).toEqual(['ROTATED', 'ENDED']);
});

test(
  'under the second account a system sends and is answered as under the first',
  { timeout: 120_000 },
  async () => {
    const one = await accounts().rotate(SYSTEM, HOUR_MS);
    const two = await accounts().rotate(SYSTEM, 0);
    expect(two.user).not.toBe(one.user);
    expect([await atBroker(one.user, one.secret), await atGateway(one.secret)]).toEqual(['refused', 401]);
    const [second = '', third = ''] = await rotated(['rotate', SYSTEM]);
    expect(await atBroker(two.user, two.secret)).toBe('in');
    expect(second).not.toBe(two.user);

    const message = request(SYSTEM);
    const kept = [keptId(hub(), SYSTEM, message.id)];
    const raw = await openRaw({ amqpUrlFor: () => urlFor(second, third) }, SYSTEM);
    await raw.publish(Buffer.from(JSON.stringify(message)), { messageId: message.id });
    await until('it is answered', async () => (await tables().count('message WHERE id = $1', kept)) === 1);
    expect(await tables().rows('SELECT system, outcome FROM message WHERE id = $1', kept)).toEqual([
      { system: SYSTEM, outcome: 'accepted' },
    ]);
    await until('its receipt has come', async () => (await raw.channel.get(`inbox.${SYSTEM}`)) !== false);
    await raw.close();
  },
);

test('a secret that was changed at the broker alone is told of', async () => {
  const [older, newer] = await accounts().show(SYSTEM);
  expect([older?.atBroker, newer?.atBroker]).toEqual(['same', 'same']);
  await hub().stage.management.putUser({ name: newer?.user ?? '', password: 'by somebody' });
  const { said } = await run('system', ['show', SYSTEM]);
  expect(said).toContain('the same');
  expect(said).toContain('set past the hub');
});

test(
  'a revoked secret is refused at once at broker and gateway, and open connections end',
  { timeout: 120_000 },
  async () => {
    const { user, secret } = await accounts().rotate(SYSTEM, HOUR_MS);
    const closed = closing(await connect(urlFor(user, secret)));
    expect((await run('system', ['revoke', SYSTEM])).code).toBe(0);

    expect([await atBroker(user, secret), await atGateway(secret)]).toEqual(['refused', 401]);
    expect(await closed).toMatch(/CONNECTION-FORCED|closed/i);
    expect((await changes()).at(-1)).toBe('REVOKED');
    const again = await run('system', ['revoke', SYSTEM]);
    expect([again.code, again.said]).toEqual([1, expect.stringContaining('0 secrets revoked')]);
  },
);

test(
  'a system that leaves the directory loses its access, and what waits for it is kept sealed; it comes back with another secret',
  { timeout: 240_000 },
  async () => {
    const leaver = 'pt-sigen';
    const old = present(hub().credentials.get(leaver));
    const portuguese = await open(leaver);
    await portuguese.send(request(leaver));
    await portuguese.close();
    const raw = await openRaw(hub(), leaver);
    await raw.publish(Buffer.from('never read'));
    const inbox = `inbox.${leaver}`;
    await until('an answer waits', async () => (await raw.channel.get(inbox)) !== false);
    await raw.close();
    const file = JSON.parse(readFileSync('training/directory.json', 'utf8'));
    const systems = file.systems.filter(({ id }: { readonly id: string }) => id !== leaver);

    expect(await published({ ...file, systems })).toContain(`${leaver}\thas left`);
    expect([await atBroker(`${hub().stage.vhost}.${leaver}`, old), await atGateway(old, leaver)]).toEqual([
      'refused',
      401,
    ]);
    await until(
      'what waited is kept',
      async () => (await tables().count('dead_letter WHERE system = $1', [leaver])) > 0,
    );

    const [, , secret = ''] =
      (await published(file))
        .split('\n')
        .find((line) => line.startsWith(leaver))
        ?.split('\t') ?? [];
    expect(secret).toHaveLength(43);
    expect(secret).not.toBe(old);
    await until('it is let in', async () => (await atGateway(secret, leaver)) === 200);
    expect(await atGateway(old, leaver)).toBe(401);
    expect(await changes(leaver)).toEqual(['LEFT', 'ISSUED']);
  },
);

function accounts(): Desk['accounts'] {
  if (desk === undefined) throw new TypeError('the desk is there when the tests begin');
  return desk.accounts;
}

function run(name: 'system' | 'directory', args: readonly string[]): Promise<Answer> {
  return runCommand(name, args, { env: environment() });
}

function environment() {
  const { config, stage } = hub();
  return {
    DATABASE_URL: stage.databaseUrl,
    AMQP_URL: stage.amqpUrl,
    AMQP_MANAGEMENT_URL: stage.managementUrl,
    AMQP_USER_PREFIX: config.AMQP_USER_PREFIX,
    HUB_MASTER_KEY: config.HUB_MASTER_KEY,
  };
}

async function rotated(args: readonly string[]): Promise<readonly string[]> {
  const { said } = await run('system', args);
  return said.trim().split('\t').slice(1);
}

async function published(directory: unknown): Promise<string> {
  const path = join(folder(), 'directory.json');
  writeFileSync(path, JSON.stringify(directory));
  const { code, said, complained } = await run('directory', [path]);
  expect([code, complained]).toEqual([0, '']);
  return said;
}

function urlFor(user: string, secret: string): string {
  const url = new URL(hub().amqpUrlFor(SYSTEM));
  Object.assign(url, { username: encodeURIComponent(user), password: encodeURIComponent(secret) });
  return url.href;
}

async function atBroker(user: string, secret: string): Promise<'in' | 'refused'> {
  try {
    await (await connect(urlFor(user, secret))).close();
    return 'in';
  } catch {
    return 'refused';
  }
}

async function atGateway(secret: string, system = SYSTEM): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${system}:${secret}`).toString('base64')}`;
  return (await hub().gateway.inject({ url: '/api/v1/inbox', headers: { authorization } })).statusCode;
}

function closing(connection: Awaited<ReturnType<typeof connect>>): Promise<string> {
  return new Promise((resolve) => {
    connection.on('error', (error: Error) => resolve(error.message));
    connection.on('close', () => resolve('closed'));
  });
}

async function changes(system = SYSTEM): Promise<readonly string[]> {
  const rows = await tables().rows<{ body: string }>(
    "SELECT body FROM evidence WHERE chain = $1 AND kind = 'CredentialChange' ORDER BY seq",
    [`system/${system}`],
  );
  return rows.map(({ body }) => JSON.parse(body).eventReasons[0]);
}

function present(secret: string | undefined): string {
  if (secret === undefined) throw new TypeError('the training hub knows every secret');
  return secret;
}

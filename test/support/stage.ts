import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, type RunnerTestSuite } from 'vitest';
import { openManagement, type Management } from '../../adapters/amqp/management.ts';
import { givenAddresses, type Addresses } from '../../scripts/services/services.ts';
import { createDatabase, dropDatabase } from './template.ts';

/** A database and a virtual host that belong to one test file. */
export interface Stage extends Addresses {
  readonly vhost: string;
  readonly management: Management;
  /**
   * A broker user with rights on this stage only. Users belong to the whole broker, so its real name has the
   * stage's in front; the address carries both.
   */
  readonly addUser: (name: string, rights: Rights) => Promise<StageUser>;
  /** After a failure everything stays, and the place is printed. */
  readonly close: (failed: boolean) => Promise<void>;
}

export interface Rights {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

export interface StageUser {
  readonly name: string;
  readonly password: string;
  readonly amqpUrl: string;
}

const allRights: Rights = { configure: '.*', write: '.*', read: '.*' };

/** The stage for a test file: opened before its tests, closed after them. Call it at the top, read it in the tests. */
export function useStage(name: string): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await openStage(name);
  });
  // oxlint-disable-next-line no-empty-pattern -- vitest insists on a pattern here, to see which fixtures are wanted
  afterAll(async ({}, suite) => {
    await stage?.close(hasFailed(suite));
  });
  return () => {
    if (stage === undefined) throw new Error('the stage opens before the tests, not earlier');
    return stage;
  };
}

async function openStage(name: string): Promise<Stage> {
  const services = servicesGiven();
  const id = `imi_${name.replaceAll(/[^a-z0-9]+/g, '_')}_${randomBytes(4).toString('hex')}`;
  const management = openManagement(services.managementUrl);
  const [databaseUrl] = await Promise.all([
    createDatabase(services.databaseUrl, id),
    management.putVhost(id),
  ]);
  const addUser = userMaker(services.amqpUrl, id, management);
  const hub = await addUser('hub', allRights);
  return {
    databaseUrl,
    amqpUrl: hub.amqpUrl,
    managementUrl: services.managementUrl,
    vhost: id,
    management,
    addUser,
    close: async (failed) => {
      if (failed) printPlace({ databaseUrl, amqpUrl: hub.amqpUrl });
      else await remove(id, { databaseUrl: services.databaseUrl, management });
    },
  };
}

function servicesGiven(): Addresses {
  const given = givenAddresses(process.env);
  if (given === undefined)
    throw new Error('no DATABASE_URL and AMQP_URL: run `./imi test`, or set `./imi services env`');
  return given;
}

function userMaker(amqpUrl: string, vhost: string, management: Management): Stage['addUser'] {
  return async (name, rights) => {
    const user = `${vhost}.${name}`;
    const password = randomBytes(12).toString('hex');
    await management.putUser({ name: user, password });
    await management.putPermissions({ vhost, user, ...rights });
    const url = new URL(amqpUrl);
    Object.assign(url, { username: user, password, pathname: `/${vhost}` });
    return { name: user, password, amqpUrl: url.href };
  };
}

interface Removal {
  readonly databaseUrl: string;
  readonly management: Management;
}

async function remove(id: string, { databaseUrl, management }: Removal): Promise<void> {
  const users = (await management.listUsers()).filter((user) => user.startsWith(`${id}.`));
  await Promise.all(users.map((user) => management.deleteUser(user)));
  await management.deleteVhost(id);
  await dropDatabase(databaseUrl, id);
}

function printPlace({
  databaseUrl,
  amqpUrl,
}: {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
}): void {
  process.stderr.write(`kept for you to look at (if the services stay):\n  ${databaseUrl}\n  ${amqpUrl}\n`);
}

/** A suite has failed if it, or anything in it, has. */
function hasFailed(suite: Readonly<RunnerTestSuite>): boolean {
  if (suite.result?.state === 'fail') return true;
  return suite.tasks.some((task) =>
    task.type === 'suite' ? hasFailed(task) : task.result?.state === 'fail',
  );
}

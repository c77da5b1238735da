import { readFileSync } from 'node:fs';
import { Pool } from 'pg';
import { openManagement } from '../adapters/amqp/management.ts';
import { brokerUserOf, provision, vhostOf } from '../adapters/amqp/provision.ts';
import { newSecret, saveSecret } from '../adapters/store/credentials.ts';
import { importDirectory } from '../adapters/store/directory.ts';
import { openPrisma, type Prisma } from '../adapters/store/prisma.ts';
import type { NationalSystem } from '../domain/directory/authority.ts';
import { readDirectoryFile, type DirectoryFile } from '../schemas/directory.ts';
import { certificateProblem } from '../signing/message/check-signature.ts';
import { givenAddresses } from './services/services.ts';

/**
 * Publishes a directory of authorities and systems: `tsx scripts/directory.ts FILE`. Systems that have no secret yet get
 * one, for the broker and for HTTP, which is printed once and kept nowhere in clear. Running hubs see the new directory
 * within a second; a new system's inbox is declared when a worker starts.
 */
process.exitCode = await main(process.argv[2]);

async function main(path: string | undefined): Promise<number> {
  const addresses = givenAddresses(process.env);
  if (path === undefined || addresses === undefined) {
    process.stderr.write('usage: DATABASE_URL=… AMQP_URL=… directory FILE\n');
    return 2;
  }
  const file = readDirectoryFile(JSON.parse(readFileSync(path, 'utf8')));
  if ('problems' in file) {
    process.stderr.write(`${path} cannot be published:\n${file.problems.join('\n')}\n`);
    return 1;
  }
  const problems = file.systems.flatMap(certificateProblems);
  if (problems.length > 0) {
    process.stderr.write(`${path} cannot be published:\n${problems.join('\n')}\n`);
    return 1;
  }
  const pool = new Pool({ connectionString: addresses.databaseUrl, max: 2 });
  const prisma = openPrisma(pool);
  const version = await importDirectory(prisma, file);
  process.stdout.write(
    `directory version ${version}: ${file.authorities.length} authorities, ${file.systems.length} systems\n`,
  );
  await introduce(prisma, file, addresses);
  await prisma.$disconnect();
  await pool.end();
  return 0;
}

/** A system whose certificate is good for nothing would find out by its messages being refused. */
function certificateProblems({ id, certificates = [] }: NationalSystem): readonly string[] {
  return certificates.flatMap((pem, index) => {
    const problem = certificateProblem(pem, new Date());
    return problem === undefined ? [] : [`the system ${id}: certificate ${index + 1}: ${problem}`];
  });
}

/** Broker user first, secret last: a run that breaks off between gives the system another secret next time. */
async function introduce(
  prisma: Prisma,
  { systems }: DirectoryFile,
  { amqpUrl, managementUrl }: { readonly amqpUrl: string; readonly managementUrl: string },
): Promise<void> {
  const known = new Set((await prisma.systemCredential.findMany()).map(({ system }) => system));
  const management = openManagement(managementUrl);
  const prefix = process.env['AMQP_USER_PREFIX'] ?? '';
  for (const { id } of systems.filter((system) => !known.has(system.id))) {
    const secret = newSecret();
    const user = brokerUserOf(prefix, id);
    await provision(management, vhostOf(amqpUrl), [{ system: { id }, user, password: secret }]);
    await saveSecret(prisma, id, secret);
    process.stdout.write(`${id}\t${user}\t${secret}\n`);
  }
}

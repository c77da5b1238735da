import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { python } from '../../test/contract/python.ts';
import { withLock } from './lock.ts';
import { step, timed } from './progress.ts';

/** The newest PostgreSQL of the system, or that of the given major version. */
export function postgresBinaries(version?: string): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions
    .filter((name) => version === undefined || name === version)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => join(root, name, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** Not the scripts in /usr/sbin: those drop the environment, and with it everything that makes our broker private. */
export function brokerScript(): string | undefined {
  return ['/usr/lib/rabbitmq/bin/rabbitmq-server'].find((path) => existsSync(path));
}

export async function installServices(): Promise<void> {
  const missing = [
    ...(postgresBinaries() === undefined ? ['postgresql'] : []),
    ...(brokerScript() === undefined ? ['rabbitmq-server'] : []),
  ];
  if (missing.length > 0) await installPackages(missing);
}

/** Second opinions of the tests. They are wished for, not needed: without them the tests concerned say so. */
export async function installWitnesses(): Promise<void> {
  const names = missingWitnesses();
  if (names.length === 0) return;
  if (mayInstall())
    await withLock(installMissingWitnesses).catch(() => step('that did not work; going on without them'));
  else step(`not installed, and not ours to install: ${names.join(', ')}`);
}

/** Another run may have installed them while this one waited for the lock. */
async function installMissingWitnesses(): Promise<void> {
  const names = missingWitnesses();
  if (names.length > 0) await installPackages(names);
}

function missingWitnesses(): readonly string[] {
  const packages = {
    pdftotext: 'poppler-utils',
    mutool: 'mupdf-tools',
    gs: 'ghostscript',
    qpdf: 'qpdf',
    openssl: 'openssl',
    xmllint: 'libxml2-utils',
  };
  const missing = Object.entries(packages).filter(([program]) => !isOnPath(program));
  return [...missing.map(([, name]) => name), ...(python() === undefined ? ['python3-jsonschema'] : [])];
}

export async function installPackages(names: readonly string[]): Promise<void> {
  const list = names.join(' ');
  if (!mayInstall())
    throw new Error(`${list} missing: install it, or run as root, or give DATABASE_URL and AMQP_URL`);
  await timed(`installing ${list} (system packages, no service of the system is started)`, () => {
    const shell = ['sh', '-c', withoutStartingAnything, 'install', ...names];
    const [program = 'sh', ...args] = isRoot() ? shell : ['sudo', '-n', ...shell];
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`installing ${list} failed:\n${tail(stdout)}\n${tail(stderr)}`);
  });
}

/**
 * Debian's packages start what they install, and PostgreSQL's makes a cluster. Both are switched off for the
 * time of the installation by the means Debian has for it, and left as they were found.
 */
const withoutStartingAnything = `
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
get() { apt-get install -y -q --no-install-recommends "$@"; }
restore() {
  [ -z "$ours" ] || rm -f "$policy"
  [ ! -e "$clusters.imi-hub" ] || mv -f "$clusters.imi-hub" "$clusters"
}
trap restore EXIT
trap 'exit 130' INT TERM
ours=
if [ ! -e "$policy" ]; then
  ours=yes
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
case " $* " in *" postgresql "*) first=postgresql-common ;; *) first="$1" ;; esac
get "$first" || { apt-get update -q && get "$first"; }
if [ "$first" = postgresql-common ]; then
  cp -p "$clusters" "$clusters.imi-hub"
  echo 'create_main_cluster = false' >> "$clusters"
fi
get "$@"
`;

export function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => existsSync(join(folder, program)));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function mayInstall(): boolean {
  if (spawnSync('apt-get', ['--version']).status !== 0) return false;
  return isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0;
}

function tail(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOf } from '../command/words.ts';
import { installPackages, isOnPath, mayInstall } from './install.ts';
import { withLock } from './lock.ts';
import { step, timed } from './progress.ts';

const PACKAGE = 'pkcs11js';
const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const LONGEST_BUILD_MS = 300_000;

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Gets ready what the tests with a key in a token (PKCS #11) take: SoftHSM2, and the native part of the optional package
 * `pkcs11js`. Where that cannot be had, one line says why, and those tests are left out.
 */
export async function installToken(): Promise<void> {
  if (hasSoftHsm() && isCompiled()) return;
  const obstacle = await withLock(prepare).catch(wordsOf);
  if (obstacle !== undefined) step(`tests with a key in a token (PKCS #11) are left out: ${obstacle}`);
}

/** What stands in the way, found out before anything is installed in vain. Another run may have done it all meanwhile. */
async function prepare(): Promise<string | undefined> {
  const mustCompile = !isCompiled();
  const obstacle = mustCompile ? obstacleToCompiling() : undefined;
  if (obstacle !== undefined) return obstacle;
  const missing = [...(hasSoftHsm() ? [] : ['softhsm2']), ...(mustCompile ? missingTools() : [])];
  if (missing.length > 0 && !mayInstall())
    return `not installed, and not ours to install: ${missing.join(', ')}`;
  if (missing.length > 0) await installPackages(missing);
  if (mustCompile) await timed(`compiling ${PACKAGE}`, compile);
  return undefined;
}

function obstacleToCompiling(): string | undefined {
  if (!existsSync(join(checkout, 'node_modules', PACKAGE, 'binding.gyp')))
    return `the optional package ${PACKAGE} is not installed`;
  const headers = join(nodeFolder(), 'include/node/node.h');
  return existsSync(headers) ? undefined : `the headers of Node.js are missing (${headers})`;
}

function missingTools(): readonly string[] {
  return ['g++', 'make', 'python3'].filter((program) => !isOnPath(program));
}

/** This project runs no package's scripts, so that this one is asked for; with these headers nothing is downloaded. */
function compile(): void {
  const command = ['rebuild', PACKAGE, '--ignore-scripts=false'];
  const { status } = spawnSync('npm', command, {
    cwd: checkout,
    stdio: 'ignore',
    timeout: LONGEST_BUILD_MS,
    env: { ...process.env, npm_config_nodedir: nodeFolder() },
  });
  if (status !== 0 || !isCompiled())
    throw new Error(`${PACKAGE} could not be compiled; npm ${command.join(' ')} tells why`);
}

function nodeFolder(): string {
  return dirname(dirname(process.execPath));
}

function hasSoftHsm(): boolean {
  return isOnPath('softhsm2-util') && existsSync(MODULE);
}

/** What was compiled lies inside the package, so it disappears with what it was made from; one that loads is good. */
function isCompiled(): boolean {
  try {
    createRequire(import.meta.url)(PACKAGE);
    return true;
  } catch {
    return false;
  }
}

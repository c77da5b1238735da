import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeTrainingSeal } from '../signing/training-seal.ts';
import { refuse, tell } from './command/words.ts';
import { readOptions, USAGE } from './seal/options.ts';

/** `./imi seal --training [FOLDER]`: see USAGE. */
process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`, 3);
  if (options.isHelpWanted) return tell(USAGE);
  return make(options.folder);
}

function make(folder: string): number {
  const path = (name: string) => join(folder, name);
  const there = ['seal.p12', 'messages.p12', 'root.pem'].map(path).find((file) => existsSync(file));
  if (there !== undefined) return refuse(`${there} is there already; nothing was changed.`, 1);
  const passphrase = randomBytes(24).toString('hex');
  const seal = makeTrainingSeal({ key: 'ec', passphrase });
  mkdirSync(folder, { recursive: true });
  // The container's own user must be able to read them; it is the passphrase that guards them.
  writeFileSync(path('seal.p12'), seal.p12, { mode: 0o644, flag: 'wx' });
  writeFileSync(path('messages.p12'), seal.messages.p12, { mode: 0o644, flag: 'wx' });
  writeFileSync(path('root.pem'), new X509Certificate(seal.root).toString(), { mode: 0o644, flag: 'wx' });
  return tell(linesFor(resolve(folder), passphrase));
}

function linesFor(folder: string, passphrase: string): string {
  return [
    `# A seal for training, without legal value, in ${folder}. In containers that folder is /seal.`,
    'HUB_TRAINING=yes',
    `HUB_SEAL_P12=${join(folder, 'seal.p12')}`,
    `HUB_SEAL_PASSPHRASE=${passphrase}`,
    `HUB_MESSAGE_SEAL_P12=${join(folder, 'messages.p12')}`,
    `HUB_MESSAGE_SEAL_PASSPHRASE=${passphrase}`,
    `HUB_TRUST=${join(folder, 'root.pem')}`,
  ].join('\n');
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from '../../adapters/store/credentials.ts';

/** Secrets of systems that stay the same from one start to the next; in clear, for nothing but training. */
export function keptSecrets(folder: string, systems: readonly string[]): ReadonlyMap<string, string> {
  const file = join(folder, 'training-secrets.json');
  const known = read(file);
  const secrets = new Map(systems.map((system) => [system, known.get(system) ?? newSecret()]));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function read(file: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries<string>(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return new Map();
  }
}

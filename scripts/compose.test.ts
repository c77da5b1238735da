import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../adapters/config/config.ts';

/** The linter's own types do not reach us: its declarations import without file endings. */
interface LintResult {
  readonly messages: readonly { readonly line: number; readonly message: string }[];
}

const file = 'docker-compose.yml';

function lint(path: string): readonly string[] {
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  const results: readonly LintResult[] = linter.lintFiles([path], false);
  expect(results).toHaveLength(1);
  return results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`));
}

function variablesIn(name: string): readonly string[] {
  const text = readFileSync(`compose/${name}.env.example`, 'utf8');
  return [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, variable]) => variable ?? '');
}

function serviceNamed(name: string): string {
  const services = readFileSync(file, 'utf8').split(/^ {2}(?=\w)/m);
  return services.find((text) => text.startsWith(`${name}:`)) ?? '';
}

/** Files of variables that a service is given, its anchors followed. */
function filesReadBy(name: string): readonly string[] {
  const whole = readFileSync(file, 'utf8');
  const given = /env_file:(?: \*([a-z-]+)| &[a-z-]+)?\n?((?: {6}- .*\n)*)/.exec(serviceNamed(name));
  const [, alias, own = ''] = given ?? [];
  const text =
    alias === undefined ? own : (new RegExp(`&${alias}\\n((?: {6}- .*\\n)*)`).exec(whole)?.[1] ?? '');
  return [...text.matchAll(/- (.*)/g)].map(([, path]) => path ?? '');
}

describe('the composition of containers', () => {
  it('follows the schema of compose files and the habits of their linter', () => {
    expect(lint(file)).toEqual([]);
  });

  it('would not pass with a word that no compose file knows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    writeFileSync(join(folder, file), 'services:\n  hub:\n    imagge: hub\n');
    expect(lint(join(folder, file)).join()).toContain('additional properties');
    rmSync(folder, { recursive: true });
  });

  it('is given variables that the hub knows, and every one that it cannot do without', () => {
    const names = ['database', 'broker', 'hub'].flatMap(variablesIn);
    const own = names.filter((name) => !/^(POSTGRES|RABBITMQ)_/.test(name));
    expect(own.filter((name) => !(name in VARIABLES))).toEqual([]);
    expect(own).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'AMQP_URL', 'HUB_MASTER_KEY', 'HUB_SEAL_P12']),
    );
  });

  it('gives the seal to everybody who signs', () => {
    for (const name of ['gateway', 'worker']) expect(serviceNamed(name)).toContain('- ./seal:/seal:ro');
  });

  it('lets neither database nor broker see a key of the hub', () => {
    const keys = [...variablesIn('database'), ...variablesIn('broker')].filter((name) =>
      name.startsWith('HUB_'),
    );
    expect(keys).toEqual([]);
    for (const [name, files] of [
      ['postgres', ['database']],
      ['migration', ['database']],
      ['rabbitmq', ['broker']],
      ['worker', ['database', 'broker', 'hub']],
      ['gateway', ['database', 'broker', 'hub']],
    ] as const)
      expect(filesReadBy(name)).toEqual(files.map((one) => `compose/${one}.env`));
  });

  it('lets national systems in by TLS, and shows nothing else of the broker to the world', () => {
    const rabbitmq = serviceNamed('rabbitmq');
    expect(rabbitmq).toContain("ports:\n      - '0.0.0.0:5671:5671'\n");
    expect(readFileSync(file, 'utf8')).toContain('listeners.ssl.default = 5671');
  });

  it('holds no secret', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/password\s*[:=]|:\/\/[^\s'"]*:[^\s'"]*@/i);
  });
});

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
    const names = [...readFileSync('hub.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(
      ([, name]) => name ?? '',
    );
    const own = names.filter((name) => !/^(POSTGRES|RABBITMQ)_/.test(name));
    expect(own.filter((name) => !(name in VARIABLES))).toEqual([]);
    expect(own).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'AMQP_URL', 'HUB_MASTER_KEY', 'HUB_SEAL_P12']),
    );
  });

  it('gives the seal to everybody who signs', () => {
    const services = readFileSync(file, 'utf8').split(/^ {2}(?=\w)/m);
    for (const name of ['gateway', 'worker'])
      expect(services.find((text) => text.startsWith(`${name}:`))).toContain('- ./seal:/seal:ro');
  });

  it('holds no secret', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/password\s*[:=]|:\/\/[^\s'"]*:[^\s'"]*@/i);
  });
});

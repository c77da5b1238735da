import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../adapters/config/config.ts';
import { readCertificates } from '../../adapters/config/certificates.ts';
import { readPkcs12 } from '../../signing/seal/pkcs12.ts';
import { runCommand } from '../../test/support/command.ts';
import { readOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'imi-seal-'));
const make = () => runCommand('seal', ['--training', folder]);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the seal for training', () => {
  it('is made with lines that a hub can be configured with, and is never made over another', async () => {
    const { said: lines } = await make();
    const given = Object.fromEntries(
      [...lines.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const config = readConfig({
      ...given,
      DATABASE_URL: 'postgresql://x/x',
      AMQP_URL: 'amqp://x/x',
      HUB_MASTER_KEY: `${'A'.repeat(43)}=`,
    });
    for (const [file, passphrase] of [
      [config.HUB_SEAL_P12, config.HUB_SEAL_PASSPHRASE],
      [config.HUB_MESSAGE_SEAL_P12, config.HUB_MESSAGE_SEAL_PASSPHRASE],
    ]) {
      expect(readPkcs12(readFileSync(file ?? ''), passphrase ?? '')).toBeDefined();
    }
    expect(readCertificates(config.HUB_TRUST ?? '')).toHaveLength(1);

    const again = await make();
    expect([again.code, again.said]).toEqual([1, '']);
    expect(again.complained).toContain('is there already');
  });

  it.each([[[]], [['--training', 'a', 'b']], [['--nonsense']]])('is not made when asked by %j', (args) => {
    expect(readOptions(args)).toBeTypeOf('string');
  });
});

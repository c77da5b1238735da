import { readFileSync } from 'node:fs';
import { certificatesIn } from '../adapters/config/certificates.ts';
import type { Config } from '../adapters/config/config.ts';
import { sealLevelOf } from '../adapters/config/sealing.ts';
import { hubFault } from '../hub/faults.ts';
import type { Lasting, Press } from '../hub/reports.ts';
import { isSigningFault, isTemporary } from '../signing/fault.ts';
import { openReportPool, type ReportPool } from '../signing/pool.ts';
import type { GradeSource, KeySource } from '../signing/seal/open-grade.ts';

export type OpenPress = Press & { close(): Promise<void> };

/** The press with the hub's seal; a worker that cannot seal does not start. */
export async function openPress(config: Config): Promise<OpenPress> {
  const { HUB_NAME: name, REPORT_THREADS: threads } = config;
  const grade = gradeFrom(config);
  const pool = await openReportPool({ threads, ...keyFrom(config), grade, trust: trustFrom(config) });
  return {
    ...(grade.level === 'B-LTA' && { lasting: lastingBy(pool) }),
    async produce(report, sealing) {
      try {
        return await pool.produce(report, { ...sealing, name });
      } catch (error) {
        throw isTemporary(error) && error instanceof Error ? hubFault('REPORT_WAITS', error.message) : error;
      }
    },
    close: () => pool.close(),
  };
}

function lastingBy(pool: ReportPool): Lasting {
  return {
    async extend(file) {
      try {
        return await pool.extend(file);
      } catch (error) {
        if (!isSigningFault(error)) throw error;
        throw hubFault(isTemporary(error) ? 'REPORT_WAITS' : 'REPORT_FAILED', error.message);
      }
    },
    stampsEndAt: async (file) => (await pool.stampsEndAt(file))?.toISOString(),
  };
}

/** Seals and time stamps of our own reports: whom verifiers trust, and whom the hub trusts to stamp. */
function trustFrom({ HUB_TRUST: roots, TSA_TRUST: authorities }: Config): readonly Uint8Array[] {
  return [...(certificatesIn(roots) ?? []), ...(certificatesIn(authorities) ?? [])];
}

function keyFrom(config: Config): KeySource {
  const { HUB_SEAL_P12: file, HUB_SEAL_PASSPHRASE: passphrase = '', HUB_SEAL_PKCS11_MODULE: module } = config;
  if (module !== undefined) return { module, ...tokenFrom(config) };
  if (file !== undefined) return { p12: readFileSync(file), passphrase };
  throw hubFault(
    'CONFIGURATION',
    'HUB_SEAL_P12 is missing, and HUB_SEAL_PKCS11_MODULE as well: the worker makes sealed reports.',
  );
}

function tokenFrom(config: Config) {
  const { HUB_SEAL_PKCS11_PIN: pin = '', HUB_SEAL_PKCS11_KEY: keyLabel = '' } = config;
  return {
    tokenLabel: config.HUB_SEAL_PKCS11_TOKEN,
    slot: config.HUB_SEAL_PKCS11_SLOT,
    pin,
    keyLabel,
    certificates: certificatesIn(config.HUB_SEAL_CERTIFICATES) ?? [],
  };
}

function gradeFrom(config: Config): GradeSource {
  const { TSA_URL: url, TSA_POLICY: policy, TSA_TRUST: trusted } = config;
  const level = sealLevelOf(config);
  if (level === 'B-B' || url === undefined) return { level: 'B-B' };
  const patience = { timeoutMs: config.SIGNING_HTTP_TIMEOUT_MS, attempts: config.SIGNING_HTTP_ATTEMPTS };
  return {
    level,
    tsa: { url, policy, trust: certificatesIn(trusted), patience },
    revocation: { cacheMs: config.REVOCATION_CACHE_MS, patience },
  };
}

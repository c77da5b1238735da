import { certificatesIn } from '../adapters/config/certificates.ts';
import type { Config } from '../adapters/config/config.ts';
import { sealKeyFrom } from '../adapters/config/keys.ts';
import { sealLevelOf } from '../adapters/config/sealing.ts';
import { hubFault } from '../hub/faults.ts';
import type { Sealer } from '../hub/ports/messages.ts';
import type { Lasting, Press } from '../hub/reports/make-report.ts';
import { isSigningFault, isTemporary, stopsSealing } from '../signing/fault.ts';
import { openReportPool, type ReportPool } from '../signing/pool.ts';
import { sealDetached, type DetachedSealing } from '../signing/seal/detached.ts';
import { openKey, type GradeSource } from '../signing/seal/open-grade.ts';
import { demandValid } from '../signing/seal/period.ts';
import { openTsa, type TsaOptions } from '../signing/timestamp/open-tsa.ts';

export type OpenPress = Press &
  Sealer & {
    /** DER of those that the hub seals with, the seal's own first. */
    readonly certificates: readonly Uint8Array[];
    close(): Promise<void>;
  };

/** The press with the hub's seal; a worker that cannot seal does not start. */
export async function openPress(config: Config): Promise<OpenPress> {
  const { REPORT_THREADS: threads } = config;
  const grade = gradeFrom(config);
  const pool = await openReportPool({ threads, ...sealKeyFrom(config), grade, trust: trustFrom(config) });
  const seal = await openKey(sealKeyFrom(config));
  const authority = tsaFrom(config);
  const apart = { seal, ...(authority && { tsa: openTsa(authority) }) };
  return {
    ...(grade.level === 'B-LTA' && { lasting: lastingBy(pool) }),
    produce: (report, sealing) =>
      orWaits('REPORT_WAITS', pool.produce(report, { ...sealing, name: report.issuer })),
    bind: (files, { signedAt }) => orWaits('REPORT_WAITS', pool.bind(files, signedAt)),
    certificates: [seal.certificate, ...seal.chain],
    // Here and not in the pool's threads: a few milliseconds once a minute, most of them spent waiting.
    sealApart: (bytes, signedAt) => orWaits('SEAL_WAITS', sealedApart(bytes, { ...apart, signedAt })),
    close: () => pool.close(),
  };
}

async function sealedApart(bytes: Uint8Array, sealing: DetachedSealing): Promise<Uint8Array> {
  demandValid(sealing.seal, sealing.signedAt);
  return sealDetached(bytes, sealing);
}

async function orWaits<T>(kind: 'REPORT_WAITS' | 'SEAL_WAITS', work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const mayWait = isTemporary(error) || stopsSealing(error);
    throw mayWait && error instanceof Error ? hubFault(kind, error.message) : error;
  }
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

function gradeFrom(config: Config): GradeSource {
  const level = sealLevelOf(config);
  const tsa = tsaFrom(config);
  if (level === 'B-B' || tsa === undefined) return { level: 'B-B' };
  const { REVOCATION_CACHE_MS: cacheMs } = config;
  return { level, tsa, revocation: { cacheMs, patience: patienceFrom(config) } };
}

function tsaFrom(config: Config): Omit<TsaOptions, 'clock'> | undefined {
  const { TSA_URL: url, TSA_POLICY: policy, TSA_TRUST: trusted } = config;
  if (url === undefined) return undefined;
  return { url, policy, trust: certificatesIn(trusted), patience: patienceFrom(config) };
}

function patienceFrom({ SIGNING_HTTP_TIMEOUT_MS: timeoutMs, SIGNING_HTTP_ATTEMPTS: attempts }: Config) {
  return { timeoutMs, attempts };
}

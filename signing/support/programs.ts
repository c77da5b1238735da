import { execFileSync, spawnSync } from 'node:child_process';

/** Programs of other people that give a second opinion: poppler-utils, mupdf-tools, ghostscript, qpdf, openssl … from Debian. */
export type Program =
  | 'pdfsig'
  | 'pdftotext'
  | 'pdfinfo'
  | 'pdffonts'
  | 'pdfdetach'
  | 'pdftoppm'
  | 'mutool'
  | 'gs'
  | 'qpdf'
  | 'openssl'
  | 'softhsm2-util'
  | 'unzip'
  | 'zipinfo';

/** True where the tests have to go without. On a build machine (CI) nothing is skipped: there the absence must fail. */
export function isMissing(program: Program): boolean {
  const isFound = spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
  return !isFound && process.env['CI'] === undefined;
}

/** Standard output; a non-zero exit throws with what the program said. */
export function runProgram(program: Program, parameters: readonly string[], input?: Uint8Array): string {
  return execFileSync(program, parameters, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

/** The bytes of its standard output; undefined where it gave up. */
export function outputOf(program: Program, parameters: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync(program, parameters, { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
  return status === 0 ? stdout : undefined;
}

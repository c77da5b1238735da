import { readFileSync } from 'node:fs';
import { malformed } from '../../adapters/codecs/json-read.ts';
import { scanJson } from '../../adapters/codecs/json-scan.ts';
import { faultText, type Fault } from '../../domain/kernel/refusals.ts';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import { readDirectoryFile, type DirectoryFile } from '../../schemas/directory.ts';
import { certificateProblem } from '../../signing/message/check-signature.ts';

type Problems = { readonly problems: readonly string[] };

/** The directory in a file, or every problem with it as a sentence: none of them is a reason to show how the program is made. */
export function openDirectoryFile(path: string, now: Date): DirectoryFile | Problems {
  const text = textOf(path);
  if (typeof text !== 'string') return text;
  const value = valueOf(text);
  if ('problems' in value) return value;
  const file = readDirectoryFile(value.json);
  if ('problems' in file) return file;
  const problems = file.systems.flatMap((system, index) => certificateProblems(system, { index, now }));
  return problems.length > 0 ? { problems } : file;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read',
  EISDIR: 'this is a folder, not a file',
};

function textOf(path: string): string | Problems {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    return one(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'the file is not in UTF-8';
  return REASONS[code] ?? `the file cannot be read (${code})`;
}

/** Names that stand twice are no matter of taste: of two `status` the first would be lost in silence. */
function valueOf(text: string): { readonly json: unknown } | Problems {
  const { fault } = scanJson(text, {
    maxBytes: Infinity,
    maxDepth: 32,
    maxElements: Infinity,
    maxAttributes: 0,
  });
  if (fault !== undefined) return one(told(fault));
  try {
    return { json: JSON.parse(text) };
  } catch {
    return one(told(malformed(text)));
  }
}

function told(fault: Fault): string {
  return fault.path === '' ? faultText(fault) : `${fault.path}: ${faultText(fault)}`;
}

function one(problem: string): Problems {
  return { problems: [problem] };
}

/** A system whose certificate is good for nothing would find out by its messages being refused. */
function certificateProblems(
  { id, certificates = [] }: NationalSystem,
  { index, now }: { readonly index: number; readonly now: Date },
): readonly string[] {
  return certificates.flatMap((pem, place) => {
    const problem = certificateProblem(pem, now);
    return problem === undefined ? [] : [`/systems/${index}/certificates/${place} (${id}): ${problem}`];
  });
}

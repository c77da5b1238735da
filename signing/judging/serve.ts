import { setPriority } from 'node:os';
import type { Verification } from '../../hub/verification.ts';
import { unjudged } from '../verifier.ts';

/** A file, what is demanded of it, and a signature that lies beside it. */
export type Question = {
  readonly file: Uint8Array;
  readonly demand?: string | undefined;
  readonly signature?: Uint8Array | undefined;
};

/** Told to a process before anything is asked. */
export type Beginning = { readonly trust: readonly Uint8Array[] };

/** Of a bug no more than where it happened: its words may quote what is in the file. */
export type Answer =
  | { readonly ready: true }
  | { readonly found: Verification }
  | { readonly bug: { readonly name: string; readonly at: readonly string[] } };

type Judge = (question: Question) => Verification;

/** Answers the questions of the process that has started this one, which ends when that is gone. */
export function serveJudging(begin: (beginning: Beginning) => Judge): void {
  // Whoever asks for something else goes first.
  setPriority(NICE);
  process.on('disconnect', () => process.exit());
  process.once('message', (beginning: Beginning) => {
    const judge = begin(beginning);
    process.on('message', (question: Question) => answer(answerTo(question, judge)));
    answer({ ready: true });
  });
}

const NICE = 10;

function answer(said: Answer): void {
  process.send?.(said);
}

function answerTo(question: Question, judge: Judge): Answer {
  try {
    return { found: judge(question) };
  } catch (error) {
    // The stack's end, or an allocation that is refused.
    if (error instanceof RangeError) return { found: unjudged(question.file, 'JUDGED_TOO_LARGE') };
    return { bug: bugIn(error) };
  }
}

function bugIn(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, at: lines.slice(0, 8).map((line) => line.trim()) };
}

import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hubFault } from '../../hub/faults.ts';
import type { Verification } from '../../hub/verification.ts';
import type { Reason } from '../verify/indication.ts';
import type { Answer, Beginning, Question } from './serve.ts';
import type { JudgingSettings } from './settings.ts';

/** A process that judges one file after the other, for as long as it keeps its limits. */
export type JudgeProcess = {
  /** What was found, or why it was ended before anything was: then it is of no further use. */
  readonly ask: (question: Question) => Promise<Verification | Ended>;
  /** It has grown, or is no more. */
  readonly isSpent: () => boolean;
  readonly end: () => void;
};

export type Ended = { readonly ended: Reason };

const LOADER = import.meta.resolve('tsx');

/**
 * Starts the program. It gets nothing of this one's environment, where keys and passphrases stand, and shares no memory
 * with it: whatever a file does to it, it does to nobody else.
 */
export async function openJudgeProcess(
  program: URL,
  beginning: Beginning,
  settings: JudgingSettings,
): Promise<JudgeProcess> {
  const isSource = program.pathname.endsWith('.ts');
  const child = fork(program, [], {
    // Node 20 strips no types. The loader is this program's own, wherever it was started.
    execArgv: [`--max-old-space-size=${settings.heapMiB}`, ...(isSource ? ['--import', LOADER] : [])],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Without a question under way it holds nobody back from ending.
  child.unref();
  child.channel?.unref();
  const started = await told(child, beginning, { within: settings.longestStartMs });
  if (!('ready' in started)) {
    child.kill('SIGKILL');
    throw hubFault('VERIFIER_BUSY', 'the process that verifies does not start');
  }
  const atRest = usageOf(child).bytes;
  return {
    async ask(question) {
      const { longestMs: within, growthBytes, processorMs, watchMs } = settings;
      const most = { bytes: atRest + growthBytes, processorMs: usageOf(child).processorMs + processorMs };
      const answer = await told(child, question, { within, most, watchMs });
      if ('found' in answer) return answer.found;
      child.kill('SIGKILL');
      if ('ended' in answer) return answer;
      throw hubFault('VERIFIER_FAILED', 'a file could not be judged', answer);
    },
    isSpent: () => !child.connected || child.killed || usageOf(child).bytes > atRest + settings.tiredBytes,
    end: () => void child.kill('SIGKILL'),
  };
}

type Usage = { readonly bytes: number; readonly processorMs: number };
type Bounds = { readonly within: number; readonly most?: Usage; readonly watchMs?: number };

/** Says something to the process and waits for its answer, or for its end, which comes at the latest by these bounds. */
function told(
  child: ChildProcess,
  said: Beginning | Question,
  { within, most, watchMs = within }: Bounds,
): Promise<Answer | Ended> {
  return new Promise((resolve) => {
    const clock = setTimeout(() => close({ ended: 'JUDGED_TOO_LONG' }), within);
    const watch = setInterval(() => {
      const used = usageOf(child);
      if (most && used.bytes > most.bytes) close({ ended: 'JUDGED_TOO_LARGE' });
      else if (most && used.processorMs > most.processorMs) close({ ended: 'JUDGED_TOO_LONG' });
    }, watchMs);
    function close(answer: Answer | Ended): void {
      clearTimeout(clock);
      clearInterval(watch);
      child.off('message', close).off('exit', gone).off('error', gone);
      resolve(answer);
    }
    // V8 ends the process where its heap is full.
    function gone(): void {
      close({ ended: 'JUDGED_TOO_LARGE' });
    }
    child.on('message', close).on('exit', gone).on('error', gone);
    child.send(said, (error) => {
      if (error) gone();
    });
  });
}

/** proc(5) counts the processor's time in hundredths of a second. */
const TICK_MS = 10;

/**
 * What the process has of memory and processor, as Linux tells it. Elsewhere the heap, the time by the clock and the counted
 * limits alone hold.
 */
function usageOf({ pid }: ChildProcess): Usage {
  try {
    const [, kibibytes = '0'] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    // Behind the program's name, which ends with the last bracket, the 12th and 13th are those of user and system.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    return { bytes: Number(kibibytes) * 1024, processorMs: ticks * TICK_MS };
  } catch {
    return { bytes: 0, processorMs: 0 };
  }
}

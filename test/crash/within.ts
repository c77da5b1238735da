/** The work's result, or a failure when it has taken too long; the work is told by the signal. */
export async function within<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new TypeError(`not done after ${seconds} s`)), seconds * 1000);
  const { signal } = late;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new TypeError(`not done after ${seconds} s`)));
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
  }
}

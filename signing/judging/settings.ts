/** What judging may take of the machine. One place for gateway and command line alike. */
export type JudgingSettings = {
  /** Files judged at the same time, each in a process of its own. */
  readonly processes: number;
  /** Files that wait for that, and how long any of them does. */
  readonly waiting: number;
  readonly longestWaitMs: number;
  /** Of the processor, for one file: an honest one takes tens of milliseconds, the largest a second. */
  readonly processorMs: number;
  /** From handing a file over until its answer, however busy the machine is. */
  readonly longestMs: number;
  /** The same for a process to be ready. */
  readonly longestStartMs: number;
  /** V8's heap of a process, in MiB; it does not count the bytes of files. */
  readonly heapMiB: number;
  /** How far a process may grow over what it had before the file came: heap, bytes and all. Watched, not granted. */
  readonly growthBytes: number;
  /** Having grown so far after an answer it is replaced, lest the next file be blamed for what is left of this one. */
  readonly tiredBytes: number;
  readonly watchMs: number;
};

const MIB = 1024 * 1024;

/** The watch sees 256 MiB before they are reached: zlib, the fastest to fill memory here, unpacks some 10 MiB in between. */
export const JUDGING: JudgingSettings = {
  processes: 2,
  waiting: 16,
  longestWaitMs: 10_000,
  processorMs: 5000,
  longestMs: 25_000,
  longestStartMs: 30_000,
  heapMiB: 224,
  growthBytes: 208 * MIB,
  tiredBytes: 96 * MIB,
  watchMs: 25,
};

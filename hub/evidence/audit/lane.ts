import type { InChain, Rows } from './source.ts';

/** Rows that are taken one after the other; `peek` looks at the next one, which stays. Nothing when there are no more. */
export type Lane<Row> = {
  peek(): Promise<Row | undefined>;
  take(): Promise<Row | undefined>;
};

export function openLane<Row>(rows: Rows<Row>): Lane<Row> {
  const pages = rows[Symbol.asyncIterator]();
  let [page, at, isDone]: [readonly Row[], number, boolean] = [[], 0, false];
  async function peek(): Promise<Row | undefined> {
    while (at >= page.length && !isDone) {
      const next = await pages.next();
      [page, at, isDone] = next.done === true ? [[], 0, true] : [next.value, 0, false];
    }
    return page[at];
  }
  return {
    peek,
    async take() {
      const row = await peek();
      at += 1;
      return row;
    },
  };
}

/** The part of a lane that belongs to one chain. */
export function ofChain<Row extends InChain>(lane: Lane<Row>, chain: string): Lane<Row> {
  async function peek(): Promise<Row | undefined> {
    const row = await lane.peek();
    return row?.chain === chain ? row : undefined;
  }
  return { peek, take: async () => ((await peek()) === undefined ? undefined : lane.take()) };
}

/** Takes rows for as long as they are wanted, and has a look at each. */
export async function eachWhile<Row>(
  lane: Lane<Row>,
  isWanted: (row: Row) => boolean,
  look: (row: Row) => void,
): Promise<void> {
  for (let row = await lane.peek(); row !== undefined && isWanted(row); row = await lane.peek()) {
    look(row);
    await lane.take();
  }
}

import { readFileSync, writeFileSync } from 'node:fs';
import type { Round } from './rounds.ts';

const FOLDER = 'out/bench';
const FILE = 'hub.cpuprofile';

/** A sample each 0.5 ms; Node writes the file when the hub stops. */
export const profileOptions = [
  '--cpu-prof',
  '--cpu-prof-interval=500',
  `--cpu-prof-dir=${FOLDER}`,
  `--cpu-prof-name=${FILE}`,
];

type Node = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
};
type Profile = {
  readonly nodes: readonly Node[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};
type Times = ReadonlyMap<string, number>;

/** Where the hub's processor time goes while it is saturated: by folder or package, by function, and with what it calls. */
export function reportProfile(rounds: readonly Round[]): void {
  const profile = JSON.parse(readFileSync(`${FOLDER}/${FILE}`, 'utf8')) as Profile;
  const own = ownTimes(profile, rounds);
  const messages = rounds.reduce((sum, { count }) => sum + count, 0);
  const text = [
    section(
      'by folder or package, own time',
      grouped(profile, own, ({ url, functionName }) => placeOf(url, functionName)),
      {
        messages,
        limit: 40,
      },
    ),
    section('by function, own time', grouped(profile, own, nameOf), { messages, limit: 60 }),
    section('by function, with what it calls', inclusive(profile, own), { messages, limit: 90 }),
  ].join('\n');
  writeFileSync(`${FOLDER}/profile.txt`, text);
  process.stdout.write(`${text}\nalso in ${FOLDER}/profile.txt\n`);
}

/** Microseconds of each node within the measured rounds; between them the hub is held still, and time runs on. */
function ownTimes(
  { startTime, samples, timeDeltas }: Profile,
  rounds: readonly Round[],
): Map<number, number> {
  const own = new Map<number, number>();
  let at = startTime;
  for (const [index, node] of samples.entries()) {
    const since = at;
    at += timeDeltas[index] ?? 0;
    const measured = rounds.map(({ from, to }) => Math.min(at, to) - Math.max(since, from));
    own.set(node, (own.get(node) ?? 0) + Math.max(0, ...measured));
  }
  return own;
}

function grouped(
  { nodes }: Profile,
  own: ReadonlyMap<number, number>,
  keyOf: (frame: Node['callFrame']) => string,
): Times {
  const times = new Map<string, number>();
  for (const { id, callFrame } of nodes) {
    const key = keyOf(callFrame);
    times.set(key, (times.get(key) ?? 0) + (own.get(id) ?? 0));
  }
  return times;
}

/** A function that calls itself is counted once. */
function inclusive({ nodes }: Profile, own: ReadonlyMap<number, number>): Times {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map<string, number>();
  function visit(node: Node, above: ReadonlySet<string>): number {
    const name = nameOf(node.callFrame);
    const under = new Set(above).add(name);
    let total = own.get(node.id) ?? 0;
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) total += visit(child, under);
    }
    if (!above.has(name)) times.set(name, (times.get(name) ?? 0) + total);
    return total;
  }
  const [root] = nodes;
  if (root !== undefined) visit(root, new Set());
  return times;
}

function nameOf({ functionName, url, lineNumber }: Node['callFrame']): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/out\/bench\/dist\//, '');
  return `${functionName === '' ? '(anonymous)' : functionName}  ${file}${url === '' ? '' : `:${lineNumber + 1}`}`;
}

function placeOf(url: string, functionName: string): string {
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, folder] = /\/out\/bench\/dist\/(.*)\/[^/]+$/.exec(url) ?? [];
  if (folder !== undefined) return folder;
  return url === '' ? `(native) ${functionName}` : url;
}

function section(
  title: string,
  times: Times,
  { messages, limit }: { readonly messages: number; readonly limit: number },
): string {
  const lines = [...times]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, limit)
    .map(([name, time]) => `${(time / messages).toFixed(1).padStart(9)}  ${name}`);
  return [`\n${title} (microseconds a message)`, ...lines].join('\n');
}

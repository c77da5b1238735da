import { defined } from '../kernel/optional.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { askedOf, type Asked } from './asked.ts';
import type { Comment } from './content.ts';
import { nameOf } from './names.ts';
import type { Seeing } from './seeing.ts';
import type { StepView } from './shows.ts';

type Line = Pick<Recorded, 'seq' | 'type' | 'at' | 'by'> & {
  readonly comment?: Comment;
  readonly topic?: string;
  readonly to?: string;
  readonly about?: readonly Asked[];
};

/** The time line, of those steps that the reader is to see. */
export function stepsSeen(
  lines: readonly Line[],
  { world, language }: Pick<Seeing, 'world' | 'language'>,
): StepView[] {
  return lines.map(({ seq, type, at, by, topic, to, about, comment }) => ({
    seq,
    event: type,
    at,
    by,
    ...defined('byName', nameOf(by, world.directory, language)),
    ...defined('topic', topic),
    ...defined('to', to),
    ...defined('toName', to === undefined ? undefined : nameOf(to, world.directory, language)),
    ...defined('questions', about?.map(askedOf)),
    ...defined('comment', comment),
  }));
}

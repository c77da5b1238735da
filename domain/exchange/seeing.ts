import type { Area, QuestionSet } from '../area/area.ts';
import type { Directory } from '../directory/directory.ts';
import type { Language } from '../kernel/language.ts';
import type { Words } from '../values/value-kind.ts';
import { nameOf } from './names.ts';

/** By which law, in which language and how openly somebody sees what was exchanged. */
export type Seeing = {
  readonly world: { readonly area: Area; readonly directory: Directory };
  /** The question set of the case, where it has one. */
  readonly set: QuestionSet | undefined;
  readonly language: Language;
  /** Whether the reader sees who is concerned (glossary: full view). */
  readonly isFull: boolean;
};

/** Where the words for a value are found, with those of its options. */
export function wordsFrom(options: Words['options'], { world, language }: Seeing): Words {
  const nameOfAuthority = (id: string) => nameOf(id, world.directory, language);
  return { language, options, lists: world.area.codeLists, nameOfAuthority };
}

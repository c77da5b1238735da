import { DIRECTORY_CHAIN, IMPORT_DIRECTORY, KEEP_LETTER } from '../record.ts';
import type { Auditing, Check } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { KeptDirectory, KeptLetters } from './source.ts';

/** Every dead letter that was kept has its row still, if only an empty one. */
export function checkLetters({ chain, note, counts }: Auditing, letters: Lane<KeptLetters>): Check {
  let testified = 0;
  return {
    see({ said }) {
      if (said?.command === KEEP_LETTER) testified += 1;
    },
    async end() {
      let [count, isForged] = [0, false];
      await eachWhile(
        letters,
        () => true,
        ({ isOurs }) => {
          count += 1;
          isForged ||= isOurs === false;
        },
      );
      counts.letters += count;
      if (count !== testified || isForged)
        note({ code: 'LETTERS_DIFFER', chain, what: `${count} there, ${testified} in records` });
    },
  };
}

/** The directory that lies there is the one that was published last. */
export function checkDirectory({ chain, note }: Auditing, directory: KeptDirectory): Check {
  if (chain !== DIRECTORY_CHAIN) return {};
  let [version, digest]: readonly [unknown, unknown] = [0, undefined];
  return {
    see({ said }) {
      if (said?.command === IMPORT_DIRECTORY) ({ version, digest } = said.directory);
    },
    end() {
      if (directory.version !== version || directory.digest !== digest)
        note({ code: 'DIRECTORY_DIFFERS', what: `version ${directory.version}` });
    },
  };
}

import { readFileSync } from 'node:fs';
import { hubFault } from '../../hub/faults.ts';
import { readDirectoryFile, type DirectoryFile } from '../../schemas/directory.ts';

const PATH = 'training/directory.json';

/** The invented authorities and systems: of the demo, the examples and the tests. */
export function readTrainingDirectory(): DirectoryFile {
  const file = readDirectoryFile(JSON.parse(readFileSync(PATH, 'utf8')));
  if ('problems' in file) throw hubFault('CONFIGURATION', `${PATH}: ${file.problems.join('; ')}`);
  return file;
}

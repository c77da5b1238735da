import { readScoreboardFile, type Scoreboard } from '../../schemas/scoreboard.ts';
import { broken, readSettings, type SettingsFile } from './settings-file.ts';

/** The bands by which the installation judges its statistics. A broken file stops the start. */
export function openScoreboard(file: string): Scoreboard {
  const source: SettingsFile = { file, name: 'scoreboard', fault: 'SCOREBOARD_BROKEN' };
  const read = readScoreboardFile(readSettings(source).value);
  if ('problems' in read) throw broken(source, read.problems);
  return read;
}

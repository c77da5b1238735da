import { readFileSync } from 'node:fs';
import { hubFault, type FaultKind } from '../../hub/faults.ts';

/** What the file says and which of our faults it is where it cannot be used, so that it stops the start. */
export type SettingsFile = { readonly file: string; readonly name: string; readonly fault: FaultKind };

/** Its text, and the value of its JSON. */
export function readSettings(of: SettingsFile): { readonly text: string; readonly value: unknown } {
  const text = readText(of);
  return { text, value: parsed(of, text) };
}

function readText(of: SettingsFile): string {
  try {
    return readFileSync(of.file, 'utf8');
  } catch {
    throw broken(of, ['the file cannot be read']);
  }
}

function parsed(of: SettingsFile, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(of, ['it is not JSON']);
  }
}

export function broken({ file, name, fault }: SettingsFile, problems: readonly string[]): Error {
  return hubFault(fault, `The ${name} ${file} cannot be used:\n${problems.join('\n')}`);
}

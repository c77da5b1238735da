import { pino } from 'pino';
import type { Log } from '../hub/ports/surroundings.ts';
import type { Config } from './config/config.ts';

/** Structured logs, one JSON object a line. Whoever logs hands over ids and codes, never what people wrote. */
export function openLog(level: Config['LOG_LEVEL'], program: string): Log {
  return pino({ level, base: { program }, timestamp: pino.stdTimeFunctions.isoTime });
}

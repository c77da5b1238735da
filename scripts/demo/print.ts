import { isRecord } from '../../connector/message.ts';
import { answerFrom } from '../../connector/receipt.ts';
import type { Traffic } from '../../connector/system.ts';
import { isCaseView } from './case-view.ts';
import type { Line } from './line.ts';

type Colour = 'bold' | 'dim' | 'green' | 'red' | 'cyan';
const CODES: Readonly<Record<Colour, string>> = { bold: '1', dim: '2', green: '32', red: '31', cyan: '36' };

/** Lines for a terminal or a log: aligned, and coloured only where somebody is looking. */
export function printer(write: (text: string) => void, isColoured: boolean): (line: Line) => void {
  function paint(colour: Colour, text: string): string {
    return isColoured ? `\u{1b}[${CODES[colour]}m${text}\u{1b}[0m` : text;
  }
  return (line) => {
    switch (line.kind) {
      case 'step':
        return write(`\n${paint('bold', `${line.number}  ${line.title}`)}\n`);
      case 'message':
        return write(`   ${trafficText(line.traffic, paint)}\n`);
      case 'note':
        return write(`   ${' '.repeat(14)}${line.text}\n`);
      case 'check':
        return write(
          `   ${' '.repeat(12)}${line.holds ? paint('green', '✓') : paint('red', '✗')} ${line.text}\n`,
        );
    }
  };
}

function trafficText(traffic: Traffic, paint: (colour: Colour, text: string) => string): string {
  const { at, system, direction, place, format, bytes, message } = traffic;
  return [
    paint('dim', at.slice(11, 23)),
    ` ${system.padEnd(15)}`,
    paint('cyan', `${direction === 'sent' ? '──▶' : '◀──'} ${place.padEnd(21)}`),
    format.toUpperCase().padEnd(4),
    `${(bytes.length / 1024).toFixed(1)} kB`.padStart(9),
    ` ${(message?.type ?? 'bytes').padEnd(38)}`,
    remark(traffic),
  ].join(' ');
}

function remark({ message, isRepeat, direction }: Traffic): string {
  if (message === undefined) return '';
  if (isRepeat) return 'the same delivery once more';
  if (message.type === 'receipt') return receiptText(message);
  if (direction === 'sent') {
    return message.subject === undefined
      ? 'opens a case'
      : `${message.subject}, made against v${message.caseversion ?? 0}`;
  }
  const view: unknown = isRecord(message.data) ? message.data['case'] : undefined;
  if (!isCaseView(view)) return message.subject ?? '';
  const data = view.level === 'full' ? 'with personal data' : 'without personal data';
  return `v${view.version} ${view.status}, ${view.language}, ${data}`;
}

function receiptText(message: NonNullable<Traffic['message']>): string {
  const { outcome, case: number, version, status, faults = [], duplicate } = answerFrom(message);
  const said =
    outcome === 'accepted'
      ? `accepted: ${number ?? ''} v${version ?? 0} ${status ?? ''}`
      : `rejected: ${faultsText(faults.map(({ code }) => code))}`;
  return duplicate === undefined ? said : `${said} (${duplicate})`;
}

function faultsText([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { notUtf8 } from './text.ts';

/**
 * Looks at the part before the root element, the only place where a document type declaration, and with it any entity,
 * can stand (XML 1.0, production 22). Doing it by the grammar, not by a search for `<!DOCTYPE`, leaves no way to hide one
 * and takes no offence at those words in a comment or text. Undefined means: the root element follows.
 */
export function prologFault(text: string): Fault | undefined {
  const declared = declaration(text);
  if (typeof declared !== 'number') return declared;
  let at = skipBlank(text, declared);
  while (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    if (end === -1) return malformed('a comment has no end');
    at = skipBlank(text, end + 3);
  }
  if (text.startsWith('<!', at)) return fault('XML_DOCTYPE');
  if (text.startsWith('<?', at)) return instruction();
  return text.startsWith('<', at) ? undefined : malformed('there is no root element');
}

export function instruction(): Fault {
  return fault('XML_UNEXPECTED_NODE', '', { problem: 'there is a processing instruction' });
}

export function malformed(problem: string): Fault {
  return fault('XML_MALFORMED', '', { problem });
}

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<>]{1,8})\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<>]{1,40})\3)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\5)?[ \t\r\n]*\?>/y;

/** The length of the XML declaration. XML 1.1 is not accepted: it takes other characters for line ends. */
function declaration(text: string): number | Fault {
  if (!/^<\?xml[ \t\r\n]/.test(text)) return 0;
  DECLARATION.lastIndex = 0;
  const found = DECLARATION.exec(text);
  if (found === null) return malformed('the XML declaration is not complete');
  const [whole, , version, , encoding] = found;
  if (version !== '1.0') return malformed('only XML 1.0 is accepted');
  return encoding === undefined || encoding.toLowerCase() === 'utf-8'
    ? whole.length
    : notUtf8('its XML declaration names another encoding');
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** White space of XML, which is less than that of JavaScript. */
export function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;
}

/** What a text says in JSON; nothing where it is none. V8's own words of it would quote the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

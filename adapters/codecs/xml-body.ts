import { fault } from '../../domain/kernel/refusals.ts';
import { unknownMember } from '../../schemas/message/explain.ts';
import { MESSAGE_NAMESPACE } from '../../schemas/message/names.ts';
import type { ListShape, RecordShape, ScalarShape, Shape } from '../../schemas/message/shape.ts';
import type { Report } from './reading.ts';
import { collapsed, elementsOf, leafText, type Place } from './xml-parts.ts';

/**
 * An element as the JSON value that its shape says. What does not fit is left as it is, for the validation to name it
 * with everything else; only what JSON could not even express is reported here.
 */
export function readBody(place: Place, shape: Shape, report: Report): unknown {
  if (shape.kind === 'record') return readRecord(place, shape, report);
  if (shape.kind === 'list') return readList(place, shape, report);
  return scalar(shape, leafText(place, report));
}

function readRecord(place: Place, shape: RecordShape, report: Report): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  // Empty content admits not even white space (XSD 1.0 part 1, 3.4.4).
  if (shape.members.size === 0 && place.node.text !== '') {
    report.add(fault('XML_UNEXPECTED_NODE', place.path, { problem: 'the element is to be empty' }));
  }
  for (const node of elementsOf(place, report)) {
    const member = node.uri === MESSAGE_NAMESPACE ? shape.members.get(node.local) : undefined;
    if (member === undefined) {
      const { path, problem } = unknownMember(place.path, node.local);
      report.add(fault('SCHEMA', path, { problem }));
      continue;
    }
    const path = `${place.path}/${node.local}`;
    if (Object.hasOwn(record, node.local)) report.add(fault('SCHEMA', path, { problem: 'it stands twice' }));
    else record[node.local] = readBody({ node, path }, member, report);
  }
  return record;
}

function readList(place: Place, shape: ListShape, report: Report): readonly unknown[] {
  const entries: unknown[] = [];
  for (const node of elementsOf(place, report)) {
    if (node.uri !== MESSAGE_NAMESPACE || node.local !== shape.entry) {
      const problem = `only elements ${shape.entry} belong into the list`;
      report.add(fault('SCHEMA', place.path, { problem }));
      continue;
    }
    entries.push(readBody({ node, path: `${place.path}/${entries.length}` }, shape.items, report));
  }
  return entries;
}

function scalar(shape: ScalarShape, text: string): unknown {
  if (shape.kind === 'text') return shape.form === 'plain' ? text : collapsed(text);
  const word = collapsed(text);
  if (shape.kind === 'integer') return /^[+-]?[0-9]+$/.test(word) ? Number(word) + 0 : word;
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : word;
}

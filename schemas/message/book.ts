import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { messageSchema, typeOfSchemaUrn, unknownEnvelope, type MessageType } from './envelope.ts';
import { explain, isCalendarDate, isRecord, shown, type Problem } from './explain.ts';
import { shapeOf, type RecordShape } from './shape.ts';

export type { MessageType } from './envelope.ts';

/** All message types of the hub, compiled. */
export type MessageBook = {
  readonly types: ReadonlyMap<string, BookEntry>;
  /** All faults of envelope and data at once; none when the message is valid. */
  validate(message: unknown): readonly Fault[];
};

/**
 * `compiled`: by ajv, whose code for a type is made for its first message, and is fast from then on. `walked`: by the shapes
 * alone, which costs nothing beforehand and more for each message: for a process that sees few of them.
 */
export type How = 'compiled' | 'walked';

export type BookEntry = {
  readonly type: MessageType;
  readonly data: RecordShape;
};

type Checked = BookEntry & {
  readonly whole: RecordShape;
  isValid(message: unknown): boolean;
};

const VALID: readonly Fault[] = [];

export function compileBook(types: readonly MessageType[], how: How = 'compiled'): MessageBook {
  const ajv = how === 'compiled' ? newAjv() : undefined;
  const checked = new Map(types.map((type) => [type.type, check(type, ajv)]));
  const stranger = recordShape(unknownEnvelope());
  return {
    types: checked,
    validate(message) {
      const type = isRecord(message) ? message['type'] : undefined;
      const known = typeof type === 'string' ? checked.get(type) : undefined;
      if (known === undefined) return faultsOfStranger(stranger, message);
      return known.isValid(message) ? VALID : faultsOf(known, message);
    },
  };
}

/**
 * Strict apart from our own annotations. It stops at the first error, so that the keywords which bound the work
 * (`maxItems`, `maxLength`) shield those behind them; `explain` finds the rest.
 */
function newAjv(): Ajv2020 {
  // `shapeOf` is stricter with our schemas than the meta-schema, whose compilation costs more than all of them.
  const ajv = new Ajv2020({
    strict: true,
    unicodeRegExp: true,
    ownProperties: true,
    meta: false,
    validateSchema: false,
  });
  for (const keyword of ['xmlEntry', 'xmlChoice', 'vocabulary']) ajv.addKeyword(keyword);
  // The patterns of the schema language fix the digits (RFC 3339); left to check is the calendar.
  ajv.addFormat('date', isCalendarDate);
  ajv.addFormat('date-time', isCalendarDate);
  return ajv;
}

/** Its shape is looked at now, so that a schema that is none stops the start; compiled it is for the first of its messages. */
function check(type: MessageType, ajv: Ajv2020 | undefined): Checked {
  const schema = messageSchema(type);
  const whole = recordShape(schema);
  let validate: ValidateFunction | undefined;
  return {
    type,
    data: recordShape(type.data),
    whole,
    isValid: ajv
      ? (message) => (validate ??= ajv.compile(schema))(message)
      : (message) => explain(whole, message).length === 0,
  };
}

function recordShape(schema: MessageType['data']): RecordShape {
  const shape = shapeOf(schema);
  if (shape.kind !== 'record') throw new TypeError('The data of a message is a record or a choice.');
  return shape;
}

function faultsOf(known: Checked, message: unknown): readonly Fault[] {
  const faults = explain(known.whole, message).map((problem) => faultAt(known.type, problem, message));
  // The schema has refused it: never pass for want of words.
  return faults.length > 0 ? faults : [fault('SCHEMA', '', { problem: 'it is not valid' })];
}

function faultAt(type: MessageType, { path, problem }: Problem, message: unknown): Fault {
  if (path === '/data' || path.startsWith('/data/')) return fault('SCHEMA', path, { problem });
  if (path === '/subject' && type.subject === 'forbidden') {
    return fault('CASE_NOT_EXPECTED', path, { command: type.type });
  }
  const value = isRecord(message) ? message[path.slice(1)] : undefined;
  if (path === '/subject' && value === undefined) return fault('CASE_REQUIRED', path, { command: type.type });
  if (path === '/dataschema' && typeof value === 'string' && namesOther(type, value)) {
    return fault('ENVELOPE_CONTRADICTION', path, { problem: 'dataschema is that of another type' });
  }
  return fault('ENVELOPE_INVALID', path, { problem });
}

function namesOther(type: MessageType, dataschema: string): boolean {
  const named = typeOfSchemaUrn(dataschema);
  return named !== undefined && named !== type.type;
}

function faultsOfStranger(stranger: RecordShape, message: unknown): readonly Fault[] {
  if (!isRecord(message)) return [fault('ENVELOPE_INVALID', '', { problem: 'a record is expected' })];
  const { data: _, ...envelope } = message;
  const faults = explain(stranger, envelope).map(({ path, problem }) =>
    fault('ENVELOPE_INVALID', path, { problem }),
  );
  if (faults.some(({ path }) => path === '/type')) return faults;
  return [fault('COMMAND_UNKNOWN', '/type', { type: shown(String(envelope['type'])) }), ...faults];
}

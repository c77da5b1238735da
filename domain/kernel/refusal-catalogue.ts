/**
 * The catalogue of refusals: every stable code with its text and the HTTP status that says the same. A refusal is a
 * normal answer, not an error; its text names no personal data, only what the sender needs to mend the message.
 * `docs/errors.md` mirrors this table.
 */
export const REFUSALS = {
  // Reading the message
  MESSAGE_TOO_LARGE: { status: 413, text: 'The message is larger than {limit} bytes.' },
  MESSAGE_ENCODING: { status: 400, text: 'A message is written in UTF-8: {problem}.' },
  MESSAGE_FORMAT_UNKNOWN: {
    status: 415,
    text: 'The content type is none of application/cloudevents+json, application/json and application/xml.',
  },
  MESSAGE_CODED: {
    status: 415,
    text: 'The message is packed. It is read as it is, without any content coding such as gzip.',
  },
  XML_DOCTYPE: { status: 400, text: 'A document type declaration is not accepted.' },
  XML_MALFORMED: { status: 400, text: 'The XML is not well-formed: {problem}.' },
  XML_UNEXPECTED_NODE: {
    status: 400,
    text: 'Processing instructions, mixed content and unknown attributes are not accepted: {problem}.',
  },
  JSON_MALFORMED: { status: 400, text: 'The JSON is not well-formed: {problem}.' },
  JSON_DUPLICATE_NAME: { status: 400, text: 'The name {name} stands twice in the same object.' },
  MESSAGE_TOO_DEEP: { status: 400, text: 'The message is nested more than {limit} levels deep.' },
  MESSAGE_TOO_COMPLEX: { status: 400, text: 'The message has more than {limit} {parts}.' },
  ENVELOPE_INVALID: { status: 400, text: 'The envelope does not follow its schema: {problem}.' },
  ENVELOPE_CONTRADICTION: { status: 400, text: 'Header and body disagree: {problem}.' },
  COMMAND_UNKNOWN: { status: 400, text: 'There is no command of the type {type}.' },
  SCHEMA: { status: 422, text: 'The value does not follow the schema: {problem}.' },
  // Who is speaking, and seen before?
  SENDER_UNPROVEN: {
    status: 403,
    text: 'The message came without the user-id property, by which the broker vouches for its sender.',
  },
  SENDER_UNKNOWN: { status: 403, text: 'The sender is not a registered system.' },
  SENDER_CONTRADICTION: {
    status: 403,
    text: 'The message names another source than the system that sent it.',
  },
  NOT_YOUR_AUTHORITY: { status: 403, text: 'The system does not speak for the authority {authority}.' },
  SIGNATURE_REQUIRED: { status: 403, text: 'The system has to sign its messages; this one is not signed.' },
  SIGNATURE_INVALID: { status: 422, text: 'The signature is not good: {reason}.' },
  SIGNATURE_UNREGISTERED: {
    status: 403,
    text: 'The signature is not of a certificate that is registered for the system.',
  },
  DUPLICATE_CONFLICT: { status: 409, text: 'Another message with the same id has been received before.' },
  // The case
  CASE_UNKNOWN: { status: 404, text: 'There is no such case for this authority.' },
  CASE_REQUIRED: { status: 422, text: 'The command {command} needs a case number as subject.' },
  CASE_NOT_EXPECTED: { status: 422, text: 'The command {command} opens a new case and takes no subject.' },
  CASE_VERSION_STALE: { status: 409, text: 'The case has moved on to version {current}.' },
  CASE_VERSION_REQUIRED: {
    status: 422,
    text: 'A command on a case names the version of the case that it was made against.',
  },
  NOT_ALLOWED: { status: 403, text: '{command} is for: {by}.' },
  WRONG_STATUS: { status: 409, text: '{command} is not possible while the case is {status}.' },
  CONTENT_ERASED: { status: 410, text: 'What people wrote in this case has been erased.' },
  CONTENT_KEPT: { status: 409, text: 'What people wrote in this case is kept until {day}.' },
  COMMAND_OF_OTHER_WORKFLOW: {
    status: 422,
    text: '{command} is no command of a case of the kind {workflow}.',
  },
  AUTHORITY_NOT_ACTIVE: {
    status: 403,
    text: 'The authority {authority} has no active access to this workflow in this area.',
  },
  FLAG_MISSING: { status: 403, text: 'The authority {authority} has not been given the right to do this.' },
  NOT_ALLOCATED: {
    status: 403,
    text: 'The authority allocates its requests, and this one is not allocated to you.',
  },
  ALLOCATION_NOT_USED: { status: 409, text: 'The authority {authority} does not use allocation.' },
  // Legislative area and question set
  AREA_UNKNOWN: { status: 422, text: 'There is no legislative area {area}.' },
  WORKFLOW_NOT_IN_AREA: { status: 422, text: 'The area {area} does not use this workflow.' },
  QUESTION_SET_UNKNOWN: { status: 422, text: 'The area has no question set {id} in version {version}.' },
  QUESTION_SET_MISSING: {
    status: 422,
    text: 'Questions are chosen from a question set, and none is named.',
  },
  QUESTION_UNKNOWN: { status: 422, text: 'The question set has no question {question}.' },
  QUESTIONS_MISSING: { status: 422, text: 'Nothing is asked, and the question set has questions.' },
  QUESTION_FIXED: { status: 422, text: 'The question {question} is always asked with this question set.' },
  QUESTION_TWICE: { status: 422, text: 'The question {question} is asked twice.' },
  QUESTION_NEEDS_ATTACHMENT: {
    status: 422,
    text: 'The question {question} is asked about an attachment and must name it.',
  },
  QUESTION_TAKES_NO_ATTACHMENT: { status: 422, text: 'The question {question} is not about an attachment.' },
  QUESTION_TAKES_NO_COMMENT: { status: 422, text: 'The question {question} takes no comment.' },
  BLANK_MISSING: { status: 422, text: 'The blank {blank} of the question {question} is not filled.' },
  BLANK_UNKNOWN: { status: 422, text: 'The question {question} has no blank {blank}.' },
  ATTACHMENT_UNKNOWN: { status: 422, text: 'There is no attachment {attachment}.' },
  ATTACHMENT_TWICE: { status: 422, text: 'The attachment {attachment} is given twice.' },
  ATTACHMENT_TYPE: {
    status: 422,
    text: 'Documents of the type {mediaType} cannot be attached in this area.',
  },
  ATTACHMENT_CONTENT: {
    status: 422,
    text: 'The content of the attachment is not valid base64, or not of the type {mediaType}.',
  },
  ATTACHMENT_NEITHER: { status: 422, text: 'An attachment has exactly one of content, upload and kept.' },
  ATTACHMENT_NOT_KEPT: {
    status: 422,
    text: 'There is no document {attachment} of the type {mediaType} that could be kept.',
  },
  ATTACHMENT_INFECTED: { status: 422, text: 'The scanner has found something harmful in the attachment.' },
  ATTACHMENT_UNSCANNED: {
    status: 422,
    text: 'The scanner can say nothing of the attachment; send it in another form, under a new id.',
  },
  UPLOAD_UNKNOWN: { status: 422, text: 'There is no such upload of this authority.' },
  UPLOAD_INCOMPLETE: { status: 422, text: 'Of the upload {received} of {size} bytes have come.' },
  UPLOAD_CHECKING: {
    status: 422,
    text: 'The upload is still being checked; send the message under a new id once it is ready.',
  },
  UPLOAD_DIFFERS: { status: 422, text: 'The upload is not what the message says: {member} differs.' },
  UPLOAD_CLAIMED: { status: 409, text: 'The upload belongs to another case already.' },
  ATTACHMENT_TOO_LARGE: { status: 413, text: 'A document has at most {limit} bytes here.' },
  ATTACHMENT_TOO_MANY: { status: 422, text: 'At most {limit} attachments are possible in this area.' },
  SUBJECT_FIELD_UNKNOWN: { status: 422, text: 'The question set does not ask for {field}.' },
  SUBJECT_FIELD_MISSING: { status: 422, text: 'The question set asks for {field}.' },
  SUBJECT_FIELD_TWICE: { status: 422, text: 'The field {field} is given twice.' },
  FIELD_UNKNOWN: { status: 422, text: 'The question set has no field {field}.' },
  FIELD_TWICE: { status: 422, text: 'The field {field} is filled twice.' },
  FIELD_MISSING: { status: 422, text: 'The field {field} has to be filled.' },
  VALUE_NOT_OF_TYPE: { status: 422, text: 'The value is not {expected}.' },
  OPTION_UNKNOWN: { status: 422, text: 'The answer is none of: {options}.' },
  JUSTIFICATION_REQUIRED: { status: 422, text: 'This area requires a justification.' },
  DEADLINE_REQUIRED: { status: 422, text: 'This area requires an indicative deadline.' },
  DEADLINE_PAST: { status: 422, text: 'The deadline lies in the past.' },
  NOTHING_SAID: { status: 422, text: 'The message carries neither an answer, a comment nor an attachment.' },
  ANSWER_REQUIRED: {
    status: 422,
    text: 'The question {question} is answered together with the one that it depends on.',
  },
  COMMENT_REQUIRED: {
    status: 422,
    text: 'Nothing was asked here, so the reply says in its comment what has been done.',
  },
  TOPIC_NEEDS_ATTACHMENT: { status: 422, text: 'A message about {topic} comes with documents.' },
  DATE_WITHIN_WAITING: {
    status: 422,
    text: 'Nothing may be done before {until} is over, and {field} names a day until then.',
  },
  MESSAGES_TOO_MANY: { status: 409, text: 'Each side adds at most {limit} messages to a request.' },
  SPLIT_NOT_POSSIBLE: {
    status: 409,
    text: 'A request of which others are informed, after which its sender has to wait, or whose questions are always asked together, is forwarded as a whole.',
  },
  SPLIT_TEARS_APART: {
    status: 422,
    text: 'Whether {question} is to be answered depends on the answer to {other}: both go, or both stay.',
  },
  SPLIT_LEAVES_NOTHING: {
    status: 422,
    text: 'A request is split only if some of its questions stay; forward it as a whole instead.',
  },
  QUESTION_NOT_ASKED: { status: 422, text: 'The question {question} is not part of the request.' },
  ANSWER_NOT_ASKED: { status: 422, text: 'The question {question} is not part of the request.' },
  ANSWER_TWICE: { status: 422, text: 'The question {question} is answered twice.' },
  ANSWER_NOT_APPLICABLE: {
    status: 422,
    text: 'The question {question} does not apply, given the answer to {condition}.',
  },
  REFER_INSTEAD: {
    status: 409,
    text: 'A coordinator takes part in referrals here: refer the request instead of asking again.',
  },
  NO_REFEREE: {
    status: 409,
    text: 'Neither coordinator takes part in referrals; ask for the additional information once more.',
  },
  UPHOLD_INSTEAD: {
    status: 409,
    text: 'Nobody can be asked again: provide the additional information, or maintain the position and close the request.',
  },
  UPHOLD_NOT_POSSIBLE: {
    status: 409,
    text: 'The responding authority closes a request only after a referral in which its own coordinator takes no part, or when asked once again where nobody referees.',
  },
  ADDRESSEE_COUNTRY: {
    status: 422,
    text: 'With this question set a request goes to an authority of the Member State that {field} names, and of no other.',
  },
  INFORMING_NOT_POSSIBLE: {
    status: 422,
    text: 'Of such a request the {role} is informed, and the directory has nobody who can be.',
  },
  // Directory and routing
  COUNTRY_UNKNOWN: { status: 422, text: '{country} is not a Member State of the European Economic Area.' },
  OTHER_COUNTRY: {
    status: 422,
    text: 'A request is passed on within the Member State; {authority} is not in it.',
  },
  ALREADY_RESPONDING: { status: 422, text: 'The request is already with {authority}.' },
  SAME_COUNTRY: { status: 422, text: 'A request goes to an authority of another Member State.' },
  KEYWORD_UNKNOWN: { status: 422, text: 'The area has no keyword {keyword}.' },
  ADDRESSEE_UNKNOWN: {
    status: 422,
    text: 'There is no authority {authority} that can receive requests in this area.',
  },
  ADDRESSEE_NOT_FOUND: {
    status: 422,
    text: 'No authority and no coordinator in {country} can receive requests in this area.',
  },
  COORDINATOR_CHOICE: { status: 422, text: 'Choose one of the linked coordinators: {coordinators}.' },
  COORDINATOR_STAYS: {
    status: 409,
    text: 'A request that was returned goes back to the coordinator {coordinator}.',
  },
  COORDINATOR_ASKED: {
    status: 409,
    text: 'The coordinator is chosen when the request is accepted, and stays while it has been asked to act.',
  },
  COORDINATOR_SAME: { status: 422, text: '{coordinator} is the coordinator of this exchange already.' },
  COORDINATOR_NOT_LINKED: {
    status: 422,
    text: '{coordinator} is not linked to the authority as request coordinator in this area.',
  },
  // Reports
  REPORT_KIND_NOT_ALLOWED: {
    status: 403,
    text: 'A report with personal data is for handlers of the parties after acceptance.',
  },
  REPORT_KIND_UNKNOWN: { status: 422, text: 'Reports of this case are: {kinds}.' },
  REPORT_PART_UNKNOWN: { status: 422, text: 'The parts of a customised report of this case are: {parts}.' },
  REPORT_PARTS_WRONG: {
    status: 422,
    text: 'Parts are chosen for a customised report, at least one, and for no other.',
  },
  REPORT_UNKNOWN: { status: 404, text: 'There is no such report for this system.' },
  // The hub itself
  RECORD_UNSOUND: {
    status: 503,
    text: 'What the hub has recorded of this is not as it wrote it; nothing is done until people have looked.',
  },
  UNDELIVERABLE: {
    status: 503,
    text: 'The hub could not process the message; it is kept for examination. Trace: {trace}.',
  },
} as const satisfies Record<string, { status: number; text: string }>;

import { runGroup } from './group.ts';
import { openLine, type AnchorTask } from './line.ts';
import { runTransaction } from './transaction.ts';

/** The anchors in plain code: no validation, no rules, no outbox; one message out for each in. */
const task = JSON.parse(process.argv[2] ?? '') as AnchorTask;
const line = await openLine(task);
if (task.kind === 'relay') await line.consume((message) => line.pass(message));
if (task.kind === 'transaction') await runTransaction(line, task);
if (task.kind === 'group') await runGroup(line, task);
process.send?.('ready');
process.once('SIGTERM', () => process.exit(0));

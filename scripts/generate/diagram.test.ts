import { expect, test } from 'vitest';
import { stateDiagram } from './diagram.ts';

const hub = { party: 'the hub', role: 'hub' };
const author = { party: 'author', role: 'handler' };

test('a diagram has one arrow for two statuses, with all commands that lead from the one to the other', () => {
  const text = stateDiagram({
    initial: { status: 'new', area: '', version: 0 },
    ended: ['closed'],
    commands: [
      { name: 'case.save', by: [author], when: ['new', 'draft'], leadsTo: ['draft'] },
      { name: 'case.send', by: [author], when: ['new', 'draft'], leadsTo: ['sent', 'closed'] },
      { name: 'case.discard', by: [author, hub], when: ['draft'], leadsTo: ['closed'] },
      { name: 'case.expire', by: [hub], when: ['draft', 'sent'], leadsTo: ['closed'] },
      { name: 'case.report', by: [author], when: ['draft', 'sent', 'closed'], leadsTo: 'same' },
    ],
  });
  expect(text.split('\n')).toEqual([
    'stateDiagram-v2',
    '  [*] --> draft : case.save',
    '  [*] --> sent : case.send',
    '  [*] --> closed : case.send',
    '  draft --> sent : case.send',
    '  draft --> closed : case.send<br>case.discard<br>case.expire (the hub)',
    '  sent --> closed : case.expire (the hub)',
    '  closed --> [*]',
  ]);
});

import { expect, test } from 'vitest';
import { openDoor, type Knock } from './door.ts';

/** A door whose comparisons end when the test says so, and whose pauses take no time. */
function openScene() {
  const comparing: (() => void)[] = [];
  const pauses: number[] = [];
  const counts = { most: 0, all: 0 };
  const door = openDoor({
    verify(_system, secret) {
      counts.all += 1;
      return new Promise((resolve) => {
        comparing.push(() => resolve(secret === 'right'));
        counts.most = Math.max(counts.most, comparing.length);
      });
    },
    pause: async (ms) => pauses.push(ms),
  });
  const knock = (who: Partial<Knock> = {}) =>
    door.knock({ system: 'de-a', secret: 'wrong', isKnown: true, address: '192.0.2.1', ...who }, 0);
  async function settle() {
    for (let idle = 0; idle < 20; idle += comparing.length === 0 ? 1 : 0) {
      for (const end of comparing.splice(0)) end();
      await new Promise(setImmediate);
    }
  }
  return { knock, settle, pauses, counts };
}

async function flood(
  { knock, settle }: ReturnType<typeof openScene>,
  count: number,
  who: Partial<Knock> = {},
) {
  const answers = Array.from({ length: count }, () => knock(who));
  await settle();
  return Promise.all(answers);
}

test('of two hundred tries at once four are compared at once', async () => {
  const scene = openScene();
  const answers = await flood(scene, 200);
  expect(new Set(answers)).toEqual(new Set(['wrong']));
  expect(scene.counts).toEqual({ most: 4, all: 200 });
});

test('no more for tries from many addresses at one name, nor for many names from one address', async () => {
  const [byName, byAddress] = [openScene(), openScene()];
  const fromMany = Array.from({ length: 50 }, (_, index) => byName.knock({ address: `192.0.2.${index}` }));
  const atMany = Array.from({ length: 50 }, (_, index) => byAddress.knock({ system: `de-${index}` }));
  await Promise.all([byName.settle(), byAddress.settle()]);
  await Promise.all([...fromMany, ...atMany]);
  expect([byName.counts.most, byAddress.counts.most]).toEqual([4, 4]);
});

test('mistakes are answered at once, an attack ever later, and never later than two seconds', async () => {
  const scene = openScene();
  await flood(scene, 10);
  expect(scene.pauses).toEqual([]);
  await flood(scene, 20);
  expect(scene.pauses.slice(0, 6)).toEqual([100, 200, 400, 800, 1600, 2000]);
  expect(Math.max(...scene.pauses)).toBe(2000);
});

test('the right secret gets through in the midst of an attack with its name from its own address', async () => {
  const scene = openScene();
  await flood(scene, 100);
  const attack = Array.from({ length: 200 }, () => scene.knock());
  const own = scene.knock({ secret: 'right' });
  await scene.settle();
  expect(await own).toBe('in');
  await Promise.all(attack);
});

test('who has proved itself before does not even wait its turn', async () => {
  const scene = openScene();
  const first = scene.knock({ secret: 'right' });
  await scene.settle();
  expect(await first).toBe('in');
  const attack = Array.from({ length: 200 }, () => scene.knock());
  const compared = scene.counts.all;
  const own = scene.knock({ secret: 'right', address: '198.51.100.7' });
  expect(scene.counts.all).toBe(compared + 1);
  await scene.settle();
  expect(await own).toBe('in');
  await Promise.all(attack);
});

test('a secret that was replaced proves nothing any more, though it did before', async () => {
  let isValid = true;
  const door = openDoor({ verify: async () => isValid });
  const who = { system: 'de-a', secret: 'old', isKnown: true, address: '192.0.2.1' };
  expect(await door.knock(who, 0)).toBe('in');
  isValid = false;
  expect(await door.knock(who, 0)).toBe('wrong');
});

test('a name that is in no directory opens nothing, whatever its secret', async () => {
  const door = openDoor({ verify: async () => true });
  const who = { system: 'xx-1', secret: 'right', isKnown: false, address: '192.0.2.1' };
  expect(await door.knock(who, 0)).toBe('wrong');
});

test('more than can wait are sent away for now, and it costs no comparison', async () => {
  const scene = openScene();
  const answers = await flood(scene, 600);
  expect(answers.filter((answer) => answer === 'crowded')).toHaveLength(96);
  expect(scene.counts.all).toBe(504);
});
